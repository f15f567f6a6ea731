//! The values that the closed grammar knows.

use crate::script::{Function, Unknown};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    /// A password that this client has filled in: may be asked for its length, and goes nowhere.
    Secret {
        characters: usize,
    },
    Window,
    Document,
    Location,
    Event,
    Forms,
    Elements(usize),
    Form(usize),
    Field(usize),
    Control(usize),
    /// An element that is neither form nor field nor control, or that is not there.
    Other,
    /// What only decorates: styles and classes.
    Decoration,
    /// A servers' own library, by the names that lead to it.
    Library(String),
    /// What jQuery has found.
    Query(Box<Value>),
    Function(Function),
    Array(Vec<Value>),
    Object(Vec<(String, Value)>),
}

impl Value {
    pub(super) fn truth(&self) -> Result<bool, Unknown> {
        match self {
            Self::Undefined | Self::Null => Ok(false),
            Self::Bool(value) => Ok(*value),
            Self::Number(number) => Ok(*number != 0.0 && !number.is_nan()),
            Self::Text(text) => Ok(!text.is_empty()),
            Self::Secret { characters } => Ok(*characters > 0),
            Self::Other | Self::Decoration | Self::Query(_) | Self::Library(_) => Err(Unknown),
            _ => Ok(true),
        }
    }

    /// As a text that may be sent: never a secret.
    pub(super) fn text(&self) -> Result<String, Unknown> {
        match self {
            Self::Text(text) => Ok(text.clone()),
            Self::Number(number) => Ok(number.to_string()),
            Self::Bool(value) => Ok(value.to_string()),
            _ => Err(Unknown),
        }
    }

    pub(super) fn equals(&self, other: &Self) -> Result<bool, Unknown> {
        match (self, other) {
            (Self::Text(one), Self::Text(two)) => Ok(one == two),
            (Self::Number(one), Self::Number(two)) => Ok(one == two),
            (Self::Bool(one), Self::Bool(two)) => Ok(one == two),
            (Self::Null | Self::Undefined, Self::Null | Self::Undefined) => Ok(true),
            (Self::Secret { characters }, Self::Text(text)) | (Self::Text(text), Self::Secret { characters })
                if text.is_empty() =>
            {
                Ok(*characters == 0)
            }
            (Self::Null | Self::Undefined, there) | (there, Self::Null | Self::Undefined) if there.is_there() => {
                Ok(false)
            }
            _ => Err(Unknown),
        }
    }

    /// It is something, whatever else it is.
    fn is_there(&self) -> bool {
        matches!(
            self,
            Self::Text(_)
                | Self::Secret { .. }
                | Self::Number(_)
                | Self::Bool(_)
                | Self::Window
                | Self::Document
                | Self::Form(_)
                | Self::Field(_)
                | Self::Control(_)
                | Self::Function(_)
                | Self::Array(_)
                | Self::Object(_)
        )
    }
}
