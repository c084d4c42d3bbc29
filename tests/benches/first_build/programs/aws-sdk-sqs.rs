//! Prints the URLs of the queues.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = aws_sdk_sqs::Client::new(&aws_config::load_from_env().await);
    let queues = client.list_queues().send().await?;
    println!("{:?}", queues.queue_urls());
    Ok(())
}
