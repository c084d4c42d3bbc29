//! Exact numbers, with the crate `rust_decimal`.

#[cfg(feature = "rust_decimal")]
pub use self::exact::decimal;

/// Defines a method per field of the type `f64` that returns its exact value.
#[cfg(feature = "rust_decimal")]
#[doc(hidden)]
#[macro_export]
macro_rules! decimals {
    ($model:ident { $($method:ident: $field:ident = $name:literal,)+ }) => {
        /// Exact values, with the feature `rust_decimal`.
        impl $model {
            $(#[doc = concat!("Returns [`", stringify!($field), "`](Self::", stringify!($field), ") with the digits of the response.")]
            ///
            /// `None` if the field is empty, or if the number does not fit into a `Decimal`.
            pub fn $method(&self) -> Option<$crate::api::rust_decimal::Decimal> {
                $crate::models::decimal(self.$field.into(), self.extra.get($name))
            })+
        }
    };
}

/// Defines nothing, because the feature `rust_decimal` is not enabled.
#[cfg(not(feature = "rust_decimal"))]
#[doc(hidden)]
#[macro_export]
macro_rules! decimals {
    ($($ignored:tt)*) => {};
}

#[cfg(feature = "rust_decimal")]
mod exact {
    use rust_decimal::Decimal;
    use serde_json::{Number, Value};

    use crate::json::Scalar;
    use crate::json::output::Output;
    use crate::json::slot::{Form, Slot, Wire};
    use crate::json::source::{Read, Source};
    use crate::json::wire::Plain;

    impl Wire<Decimal> for Plain {
        fn read(source: &mut dyn Source<'_>, target: &mut Option<Decimal>) -> Read<Form> {
            let scalar = source.scalar()?;
            Ok(match of_scalar(&scalar) {
                Some(value) => Slot::value(value),
                None => scalar.misfit_or_blank("a number of at most 28 digits").into(),
            }
            .put(target))
        }

        fn write(value: &Decimal, out: &mut dyn Output) {
            out.value(&number(*value));
        }
    }

    fn of_scalar(scalar: &Scalar<'_>) -> Option<Decimal> {
        match scalar {
            Scalar::Int(value) => Some((*value).into()),
            Scalar::Unsigned(value) => Some((*value).into()),
            Scalar::Float(value) => of_float(*value),
            Scalar::Str(string) => parse(string),
            Scalar::Other(Value::Number(number)) => parse(&number.to_string()),
            Scalar::Null | Scalar::Bool(_) | Scalar::Other(_) => None,
        }
    }

    /// Parses all digits of a number, or none if they do not fit.
    fn parse(number: &str) -> Option<Decimal> {
        let number = number.trim();
        match number.split_once(['e', 'E']) {
            None => Decimal::from_str_exact(number).ok(),
            // Rounds, so the result is compared with the number.
            Some(_) => Decimal::from_scientific(number).ok().filter(|value| number.parse() == value.to_string().parse::<f64>()),
        }
    }

    /// Returns the shortest number that is nearest to `value`: the number as it was written, if that had at most 15 digits.
    fn of_float(value: f64) -> Option<Decimal> {
        parse(&value.to_string())
    }

    /// Returns a number as JSON with the same digits.
    fn number(value: Decimal) -> Value {
        value.to_string().parse::<Number>().map_or(Value::Null, Value::Number)
    }

    /// Returns the exact value of a field. `original` is the JSON that is kept for it, which may be that of an earlier value.
    pub fn decimal(value: Option<f64>, original: Option<&Value>) -> Option<Decimal> {
        let value = value?;
        let exact = original.and_then(|original| match original {
            Value::Number(number) => parse(&number.to_string()),
            Value::String(string) => parse(string),
            _ => None,
        });
        exact.filter(|exact| exact.to_string().parse() == Ok(value)).or_else(|| of_float(value))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn dec(digits: &str) -> Decimal {
            digits.parse().unwrap()
        }

        #[test]
        fn numbers_are_parsed_completely_or_not_at_all() {
            for (number, digits) in [
                ("19.90", "19.90"),
                (" -0.1", "-0.1"),
                ("12345678901234567.89", "12345678901234567.89"),
                ("9223372036854775809", "9223372036854775809"),
                ("1.5e3", "1500"),
                ("2E-3", "0.002"),
            ] {
                assert_eq!(parse(number), Some(dec(digits)), "{number}");
            }
            for number in ["", "x", "1e40", "0.12345678901234567890123456789012345", "NaN", "1,5"] {
                assert_eq!(parse(number), None, "{number}");
            }
        }

        #[test]
        fn the_original_counts_while_it_has_the_value_of_the_field() {
            let original: Value = serde_json::from_str("12345678901234567.89").unwrap();
            assert_eq!(decimal(original.as_f64(), Some(&original)), Some(dec("12345678901234567.89")));
            assert_eq!(decimal(Some(0.1), Some(&original)), Some(dec("0.1")));
            assert_eq!(decimal(Some(12.5), Some(&Value::from("12.50"))), Some(dec("12.50")));
            assert_eq!(decimal(Some(4800.0), None), Some(dec("4800")));
            assert_eq!(decimal(None, Some(&original)), None);
            assert_eq!(decimal(Some(f64::NAN), None), None);
        }

        #[test]
        fn all_digits_are_written() {
            for digits in ["12345678901234567.89", "19.90", "-0.10", "79228162514264337593543950335"] {
                assert_eq!(number(digits.parse().unwrap()).to_string(), digits);
            }
        }
    }
}
