//! The HTTP API, as the console uses it.

use anyhow::{Context, ensure};
use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

/// A browser that may be signed in.
#[derive(Clone)]
pub struct Api {
    client: Client,
    base: String,
    cookie: Option<String>,
}

impl Api {
    /// A browser that is not signed in.
    pub fn new(base: &str) -> Self {
        Self { client: Client::new(), base: base.to_owned(), cookie: None }
    }

    /// Signs somebody in.
    ///
    /// # Errors
    ///
    /// The server's answer, if it is no.
    pub async fn sign_in(base: &str, sign_in: &str, password: &str) -> anyhow::Result<Self> {
        let mut api = Self::new(base);
        let body = json!({"sign_in": sign_in, "password": password});
        let response = api.request(Method::POST, "/api/v1/session", Some(&body)).await?;
        ensure!(response.status() == 200, "{sign_in} could not sign in: {}", response.text().await?);
        let cookie = response.headers().get(SET_COOKIE).context("no cookie was set")?.to_str()?;
        api.cookie = Some(cookie.split(';').next().unwrap_or_default().to_owned());
        Ok(api)
    }

    /// The cookie, as it goes into a header.
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// The address of the server.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Sends a request with the server's own origin.
    ///
    /// # Errors
    ///
    /// If no answer comes.
    pub async fn request(&self, method: Method, path: &str, body: Option<&Value>) -> anyhow::Result<Response> {
        let mut request = self.client.request(method, format!("{}{path}", self.base)).header(ORIGIN, &self.base);
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        Ok(request.send().await?)
    }

    /// Sends a request and gives the status and the body (`null` if there is none).
    ///
    /// # Errors
    ///
    /// If no answer comes, or its body is no JSON.
    pub async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> anyhow::Result<(u16, Value)> {
        let response = self.request(method, path, body).await?;
        let status = response.status().as_u16();
        let text = response.text().await?;
        let value = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).with_context(|| text)? };
        Ok((status, value))
    }

    async fn sure(&self, method: Method, path: &str, body: Option<&Value>) -> anyhow::Result<Value> {
        let (status, value) = self.ask(method.clone(), path, body).await?;
        ensure!((200..300).contains(&status), "{method} {path}: {status} {value}");
        Ok(value)
    }

    /// Reads something that is there.
    ///
    /// # Errors
    ///
    /// Any answer but a good one.
    pub async fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.sure(Method::GET, path, None).await
    }

    /// Adds something.
    ///
    /// # Errors
    ///
    /// Any answer but a good one.
    pub async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.sure(Method::POST, path, Some(body)).await
    }

    /// Replaces something.
    ///
    /// # Errors
    ///
    /// Any answer but a good one.
    pub async fn put(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.sure(Method::PUT, path, Some(body)).await
    }

    /// Changes something.
    ///
    /// # Errors
    ///
    /// Any answer but a good one.
    pub async fn patch(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.sure(Method::PATCH, path, Some(body)).await
    }

    /// Takes something away.
    ///
    /// # Errors
    ///
    /// Any answer but a good one.
    pub async fn delete(&self, path: &str) -> anyhow::Result<Value> {
        self.sure(Method::DELETE, path, None).await
    }
}
