//! Policies that take generated code across each border between two shapes. The build script generates their checkers.

/// Each policy's text.
pub fn policies() -> Vec<String> {
    let mut policies: Vec<String> = [1, 2, 7, 8, 9, 10, 64, 1000, 10_000].map(|count| list(origins(count))).to_vec();
    policies.extend([1, 3, 16, 17, 100].map(|count| list(subdomains(count, ""))));
    policies.extend([16, 17].map(|count| list(subdomains(count, ":8443"))));
    policies.extend([3, 40].map(|count| list(subdomains(count, ":*"))));
    policies.extend([1, 9].map(|count| list(origins(count).map(|origin| origin + ":*"))));
    policies.extend([1, 2, 20].map(|count| list(labels(count))));
    // Shorter than what the hash reads at once, and the same host under many schemes.
    policies.push(list((b'a'..=b'z').map(|scheme| format!("{}://b", scheme as char))));
    policies.push(list((b'a'..=b'z').map(|scheme| format!("{0}{0}://localhost:*", scheme as char))));
    policies.push(list(origins(5).chain(subdomains(5, "")).chain(subdomains(2, ":*")).chain(labels(5))));
    policies.push(list(["https://[::1]:*", "https://127.0.0.1:*", "https://*.a.example.com:81"].map(str::to_owned)));
    policies
}

fn list(origins: impl IntoIterator<Item = String>) -> String {
    let lines: String = origins.into_iter().map(|origin| format!("  - \"{origin}\"\n")).collect();
    format!("allow_origins:\n{lines}")
}

fn origins(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|n| format!("https://tenant-{}.shop{}.example.com", n * 7919 % 100_003, n % 13))
}

fn subdomains(count: usize, port: &str) -> impl Iterator<Item = String> {
    let below = ["", "x.", "y.x."].into_iter().cycle();
    below.zip(0..count).map(move |(below, n)| format!("https://*.{below}d{n}.example.com{port}"))
}

fn labels(count: usize) -> impl Iterator<Item = String> {
    let labels = ["pr-*", "*-preview", "a*z"].into_iter().cycle();
    labels.zip(0..count).map(|(label, n)| format!("https://{label}.e{}.example.com", n / 2))
}
