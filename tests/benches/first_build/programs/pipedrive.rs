//! Prints the title of a deal. With the argument `clients`, prints how long the first client and further ones take to be built.

use std::time::Instant;

use pipedrive::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    if std::env::args().nth(1).as_deref() == Some("clients") {
        let start = Instant::now();
        let client = Client::new("first")?;
        println!("first: {:?}", start.elapsed());
        let start = Instant::now();
        for number in 0..100 {
            Client::new(number.to_string())?;
        }
        println!("further: {:?}", start.elapsed() / 100);
        let start = Instant::now();
        for number in 0..100 {
            client.to_builder().api_token(number.to_string()).build()?;
        }
        println!("built from the first: {:?}", start.elapsed() / 100);
        return Ok(());
    }
    let deal = Client::from_env()?.v2().deals().get(42).await?;
    println!("{:?}", deal.title);
    Ok(())
}
