//! Prints the email address of a customer.

use stripe::Client;
use stripe_core::customer::RetrieveCustomer;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(std::env::var("STRIPE_SECRET_KEY")?);
    let customer = RetrieveCustomer::new("cus_42").send(&client).await?;
    println!("{customer:?}");
    Ok(())
}
