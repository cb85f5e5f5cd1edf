#![doc = include_str!("../README.md")]

mod attributes;
mod expand;

use proc_macro::TokenStream;

/// Derives `integration::Trace`.
///
/// All fields are traced, hinted, cleared and released in the order in which they stand, but for
/// those with `#[trace(skip)]`. Type parameters must be `Trace`.
#[proc_macro_derive(Trace, attributes(trace))]
pub fn derive_trace(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    expand::trace(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
