//! Sums of deals: the summary, and the timeline.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde_json::{Value, json};

use super::filters::Selection;
use super::shared::plain;
use super::{MockCall, Outcome};
use crate::http::ApiResponse;
use crate::store::{Kind, Row};
use crate::views::sums;

/// Sums up the deals that the filters of the request select.
pub(super) fn summary(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let deals: Vec<&Row> = deals(call).collect();
    let weighted = |deal: &Row| sums::weighted(deal, call.store);
    let entry = |(currency, (sum, count)): (String, (f64, usize)), is_whole: bool| {
        let formatted = sums::formatted(sum, &currency);
        let mut entry = json!({ "value": sum, "count": count, "value_formatted": formatted });
        if is_whole {
            entry["value_converted"] = json!(sum);
            entry["value_converted_formatted"] = formatted.into();
            entry["is_custom_currency"] = false.into();
        }
        (currency, entry)
    };
    let values = totals(&deals, value);
    let weighted_values = totals(&deals, weighted);
    // The mock knows no exchange rates, so a sum is converted only if there is one currency.
    let converted = |totals: &BTreeMap<String, (f64, usize)>| match totals.iter().next() {
        Some((currency, (sum, _))) if totals.len() == 1 => (json!(sum), sums::formatted(*sum, currency).into()),
        None => (json!(0), sums::formatted(0.0, "EUR").into()),
        Some(_) => (Value::Null, Value::Null),
    };
    let ((total, total_formatted), (weighted_total, weighted_formatted)) = (converted(&values), converted(&weighted_values));
    Ok(Outcome::Data(json!({
        "values_total": map(values.into_iter().map(|total| entry(total, true))),
        "weighted_values_total": map(weighted_values.into_iter().map(|total| entry(total, false))),
        "total_count": deals.len(),
        "total_currency_converted_value": total,
        "total_weighted_currency_converted_value": weighted_total,
        "total_currency_converted_value_formatted": total_formatted,
        "total_weighted_currency_converted_value_formatted": weighted_formatted,
        "total_custom_currency_count": 0,
    })))
}

/// Sums up the deals of stages by stage and currency, as `deals_summary` has it.
pub(super) fn of_stages(call: &MockCall<'_>, deals: &[&Row]) -> Value {
    if deals.is_empty() {
        return json!([]);
    }
    let mut by_stage: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for deal in deals {
        by_stage.entry(deal.get("stage_id").to_string()).or_default().push(deal);
    }
    let weighted = |deal: &Row| sums::weighted(deal, call.store);
    let stage = |(stage, deals): (&String, &Vec<&Row>)| {
        let weighted = totals(deals, weighted);
        let currencies = totals(deals, value).into_iter().map(|(currency, (sum, count))| {
            let weighted = weighted.get(&currency).map_or(0.0, |(sum, _)| *sum);
            let total = json!({
                "count": count,
                "value": sum,
                "value_formatted": sums::formatted(sum, &currency),
                "weighted_value": weighted,
                "weighted_value_formatted": sums::formatted(weighted, &currency),
            });
            (currency, total)
        });
        (stage.clone(), map(currencies))
    };
    let all = totals(deals, value);
    // Without exchange rates, a sum is known in one currency only if all deals have it.
    let converted = |(stage, deals): (&String, &Vec<&Row>)| {
        let totals = totals(deals, value);
        let (currency, (sum, count)) = totals.iter().next().filter(|_| totals.len() == 1)?;
        let is_wanted = call.request.query("totals_convert_currency").is_none_or(|wanted| wanted == currency);
        is_wanted.then(|| (stage.clone(), json!({ "count": count, "value": sum })))
    };
    json!({
        "per_stages": map(by_stage.iter().map(stage)),
        "per_stages_converted": map(by_stage.iter().filter_map(converted)),
        "per_currency": map(all.iter().map(|(currency, (_, count))| (currency.clone(), json!(count)))),
        "total_count": deals.len(),
        "per_currency_full": map(all.iter().map(|(currency, (sum, count))| (currency.clone(), json!({ "count": count, "value": sum })))),
    })
}

/// Groups the open and won deals by the periods in which a date of theirs is.
pub(super) fn timeline(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let request = call.request;
    let view = call.view(Kind::Deal, call.operation.data().and_then(|data| data.items()?.property("deals")?.items()))?;
    let Some(mut start) = request.query_as::<Date>("start_date") else { return Ok(Outcome::Data(json!([]))) };
    let step: Span = match request.query("interval") {
        Some("day") => 1.day(),
        Some("week") => 1.week(),
        Some("quarter") => 3.months(),
        _ => 1.month(),
    };
    let key = request.query("field_key").unwrap_or_default();
    let mut periods = Vec::new();
    for _ in 0..request.query_as::<usize>("amount").unwrap_or(1) {
        let Ok(end) = start.checked_add(step) else { break };
        let is_in = |deal: &&Row| date(deal, key).is_some_and(|date| start <= date && date < end);
        let is_shown = |deal: &&Row| matches!(deal.string("status"), Some("open" | "won"));
        let deals: Vec<&Row> = deals(call).filter(is_shown).filter(is_in).collect();
        let of = |status: &str| deals.iter().copied().filter(|deal| deal.string("status") == Some(status)).collect::<Vec<_>>();
        let (open, won) = (of("open"), of("won"));
        let weighted = |deal: &Row| sums::weighted(deal, call.store);
        let mut period = json!({
            "period_start": format!("{start} 00:00:00"),
            "period_end": format!("{} 23:59:59", end.yesterday().unwrap_or(end)),
            "deals": deals.iter().map(|deal| view.render(deal, call.store)).collect::<Value>(),
            "totals": {
                "count": deals.len(),
                "values": amounts(&deals, value),
                "weighted_values": amounts(&deals, weighted),
                "open_count": open.len(),
                "open_values": amounts(&open, value),
                "weighted_open_values": amounts(&open, weighted),
                "won_count": won.len(),
                "won_values": amounts(&won, value),
            },
        });
        if request.is_set("exclude_deals") {
            period["deals"] = json!([]);
        }
        periods.push(period);
        start = end;
    }
    Ok(Outcome::Data(periods.into()))
}

fn deals<'a>(call: &'a MockCall<'_>) -> impl Iterator<Item = &'a Row> {
    let selection = Selection::of(call, Kind::Deal);
    call.store.table(Kind::Deal).present().filter(move |deal| selection.selects(deal))
}

/// Returns the day of a value of a deal.
fn date(deal: &Row, key: &str) -> Option<Date> {
    let value = match key {
        "add_time" => deal.add_time.to_string(),
        "update_time" => deal.update_time.to_string(),
        _ => plain(deal.custom_fields.get(key).unwrap_or_else(|| deal.get(key))),
    };
    value.get(..10)?.parse().ok()
}

fn value(deal: &Row) -> f64 {
    deal.get("value").as_f64().unwrap_or(0.0)
}

/// Sums an amount by currency, and counts the deals.
fn totals(deals: &[&Row], amount: impl Fn(&Row) -> f64) -> BTreeMap<String, (f64, usize)> {
    let mut totals = BTreeMap::new();
    for deal in deals {
        let total: &mut (f64, usize) = totals.entry(deal.string("currency").unwrap_or("EUR").to_owned()).or_default();
        *total = (sums::rounded(total.0 + amount(deal)), total.1 + 1);
    }
    totals
}

fn amounts(deals: &[&Row], amount: impl Fn(&Row) -> f64) -> Value {
    map(totals(deals, amount).into_iter().map(|(currency, (sum, _))| (currency, json!(sum))))
}

/// An empty map is an empty list, as in the API.
fn map(entries: impl Iterator<Item = (String, Value)>) -> Value {
    let map: serde_json::Map<String, Value> = entries.collect();
    if map.is_empty() { json!([]) } else { map.into() }
}
