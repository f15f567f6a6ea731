//! What can be read of a state that cannot be read as a whole.

use journey::PersistedState;
use serde_json::{Map, Value};

/// Parts of the state of which pieces can stand by themselves, and how many levels below: a certificate of the ledger, the
/// theme of the appearance. Any other part stands or falls as a whole, so that nothing is taken for what it never said: practice
/// without its phone would be practice on this very phone.
const DIVISIBLE: &[(&str, u8)] = &[("ledger", 2), ("settings", 2), ("savedFiles", 1), ("reminders", 1)];

/// All that can be read without the rest. `None`: nothing can.
pub(super) fn readable(bytes: &[u8]) -> Option<Box<PersistedState>> {
    let parts: Map<String, Value> = serde_json::from_slice(bytes).ok()?;
    let practised = parts.get("practice").is_some_and(|practice| !practice.is_null());
    let left = parts.into_iter().filter(|(name, _)| name != "v").filter_map(|(name, part)| {
        let levels = DIVISIBLE.iter().find(|(divisible, _)| *divisible == name).map_or(0, |(_, levels)| *levels);
        let alone = |part: Value| is_state(Map::from_iter([(name.clone(), part)]));
        let part = pieces(part, levels, &alone)?;
        Some((name, part))
    });
    let left: Map<_, _> = left.collect();
    if left.is_empty() {
        return None;
    }
    let mut state: PersistedState = serde_json::from_value(left.into()).ok()?;
    // Else the flow that was practised would go on as a real one.
    if practised && state.practice.is_none() {
        state.forget_practice();
    }
    Some(Box::new(state))
}

fn is_state(parts: Map<String, Value>) -> bool {
    serde_json::from_value::<PersistedState>(parts.into()).is_ok()
}

/// As much of `part` as `reads` takes in its place.
fn pieces(part: Value, levels: u8, reads: &dyn Fn(Value) -> bool) -> Option<Value> {
    if reads(part.clone()) {
        return Some(part);
    }
    let below = levels.checked_sub(1)?;
    let left: Value = match part {
        Value::Object(members) => {
            let left = members.into_iter().filter_map(|(name, member)| {
                let alone = |member: Value| reads(Map::from_iter([(name.clone(), member)]).into());
                let member = pieces(member, below, &alone)?;
                Some((name, member))
            });
            left.collect::<Map<_, _>>().into()
        }
        Value::Array(elements) => {
            let alone = |element: Value| reads(vec![element].into());
            elements.into_iter().filter_map(|element| pieces(element, below, &alone)).collect()
        }
        _ => return None,
    };
    reads(left.clone()).then_some(left)
}

#[cfg(test)]
mod tests;
