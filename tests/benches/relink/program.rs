//! A program that calls 22 operations of nine resources.

use pipedrive::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::builder().api_token("secret").company_domain("acme").build()?;
    let (v1, v2) = (client.v1(), client.v2());
    let new = v2.deals().create("Big one").value(1200.0).await?;
    println!("{:?}", v2.deals().get(new.id).await?.title);
    v2.deals().update(new.id).title("Bigger").await?;
    v2.deals().delete(new.id).await?;
    let mut deals = v2.deals().list().limit(500).items();
    while let Some(deal) = deals.try_next().await? {
        println!("{}", deal.id);
    }
    println!("{:?}", v2.persons().get(1).await?.name);
    println!("{}", v2.persons().create("Ada").await?.id);
    println!("{}", v2.persons().update(1).name("Ada L.").await?.id);
    let mut persons = v2.persons().list().items();
    while let Some(person) = persons.try_next().await? {
        println!("{}", person.id);
    }
    println!("{:?}", v2.organizations().get(1).await?.name);
    println!("{}", v2.organizations().create("Acme").await?.id);
    println!("{}", v2.organizations().list().await?.len());
    println!("{:?}", v2.activities().get(1).await?.subject);
    println!("{}", v2.activities().list().await?.len());
    println!("{:?}", v2.products().get(1).await?.name);
    println!("{}", v2.products().list().await?.len());
    println!("{}", v2.pipelines().list().await?.len());
    println!("{}", v2.stages().list().await?.len());
    println!("{:?}", v1.notes().get(1).await?.content);
    println!("{}", v1.notes().list().await?.len());
    println!("{}", v1.users().list().await?.len());
    println!("{}", v1.currencies().list().await?.len());
    Ok(())
}
