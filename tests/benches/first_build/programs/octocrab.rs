//! Prints the title of an issue.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = octocrab::Octocrab::builder().personal_token(std::env::var("GITHUB_TOKEN")?).build()?;
    let issue = client.issues("owner", "repository").get(42).await?;
    println!("{}", issue.title);
    Ok(())
}
