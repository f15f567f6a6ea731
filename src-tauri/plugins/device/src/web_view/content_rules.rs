//! The plan's hosts as WebKit's content rules: a second fence, in the engine's own processes.

use app::{HostRule, WindowPlan};
use serde_json::{Value, json};

/// Rules in the form of `WKContentRuleListStore` (WebKit, "Content Blockers"). Nothing is loaded but over https, and no
/// document, framed or in a window of its own, but of the plan's hosts. Pictures and scripts from elsewhere are loaded
/// as a browser does.
pub(crate) fn content_rules(plan: &WindowPlan) -> String {
    let mut rules = vec![
        block(json!({ "url-filter": ".*" })),
        except("^https://"),
        except("^data:"),
        block(json!({ "url-filter": ".*", "resource-type": ["document", "popup"] })),
        // What a page makes itself: empty frames, and files that it hands out.
        except("^about:"),
        except("^blob:"),
    ];
    rules.extend(plan.allowed_hosts.iter().map(|rule| except(&filter(rule))));
    Value::from(rules).to_string()
}

fn block(trigger: Value) -> Value {
    json!({ "trigger": trigger, "action": { "type": "block" } })
}

fn except(filter: &str) -> Value {
    json!({ "trigger": { "url-filter": filter }, "action": { "type": "ignore-previous-rules" } })
}

/// WebKit's filters know neither alternatives nor counts. Its addresses are canonical: lower case, without the port 443.
fn filter(rule: &HostRule) -> String {
    match rule {
        HostRule::Host(host) => format!("^https://{}/", escaped(&host.to_string())),
        HostRule::Below(domain) => format!("^https://[^/:@?#]+\\.{}/", escaped(domain)),
    }
}

/// Literal, whatever it holds.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if !c.is_ascii_alphanumeric() && !matches!(c, '-' | ':') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
