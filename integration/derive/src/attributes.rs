//! The attributes of a derived type and of its fields.

use syn::{Attribute, Error, Path, Result, meta::ParseNestedMeta};

/// What the attributes of a type say.
#[derive(Default)]
pub(crate) struct OfType {
    /// It has a destructor of its own.
    pub(crate) drops: bool,
    /// Its finalizer.
    pub(crate) finalizer: Option<Path>,
}

impl OfType {
    pub(crate) fn parse(attributes: &[Attribute]) -> Result<Self> {
        let mut found = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("drop") {
                found.drops = true;
            } else if meta.path.is_ident("finalize") {
                found.finalizer = Some(meta.value()?.parse()?);
            } else {
                return Err(meta.error("a type may have `drop` and `finalize = function`"));
            }
            Ok(())
        })?;
        Ok(found)
    }
}

/// Whether a field is skipped.
pub(crate) fn is_skipped(attributes: &[Attribute]) -> Result<bool> {
    let mut skipped = false;
    each(attributes, |meta| {
        if !meta.path.is_ident("skip") {
            return Err(meta.error("a field may have `skip`"));
        }
        skipped = true;
        Ok(())
    })?;
    Ok(skipped)
}

/// Refuses attributes where none may stand.
pub(crate) fn refuse(attributes: &[Attribute], place: &str) -> Result<()> {
    match attributes.iter().find(|attribute| attribute.path().is_ident("trace")) {
        Some(attribute) => Err(Error::new_spanned(attribute, place)),
        None => Ok(()),
    }
}

fn each(
    attributes: &[Attribute],
    mut parse: impl FnMut(ParseNestedMeta<'_>) -> Result<()>,
) -> Result<()> {
    let ours = attributes.iter().filter(|attribute| attribute.path().is_ident("trace"));
    ours.into_iter().try_for_each(|attribute| attribute.parse_nested_meta(&mut parse))
}
