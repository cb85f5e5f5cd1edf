//! The implementation that is derived.
//!
//! Each method matches the value against all of its variants, fields bound as `f0`, `f1`, ..., and
//! does to each field what it is to do to the whole. Calls are spelled with the field's type and
//! stand at its place, so that errors point there. Unsafe code stands at the macro's own place: the
//! crate that derives may forbid its own.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Fields, GenericParam, Ident, Result, Type, parse_quote};

use crate::attributes::{self, OfType};

/// One field of one variant.
struct Field {
    bound: Ident,
    ty: Type,
    skipped: bool,
}

/// A variant, or the only shape of a struct.
struct Shape {
    /// The pattern that binds all fields.
    pattern: TokenStream,
    fields: Vec<Field>,
}

/// The implementation of `Trace`.
pub(crate) fn trace(input: &DeriveInput) -> Result<TokenStream> {
    let of_type = OfType::parse(&input.attrs)?;
    let shapes = shapes(input)?;
    let name = &input.ident;
    let mut generics = input.generics.clone();
    for param in &mut generics.params {
        if let GenericParam::Type(param) = param {
            param.bounds.push(parse_quote!(::integration::Trace));
        }
    }
    let (impl_generics, type_generics, wheres) = generics.split_for_impl();

    let collectable = traced(&shapes).map(|Field { ty, .. }| {
        quote_spanned!(ty.span()=> || <#ty as ::integration::Trace>::COLLECTABLE)
    });
    let promise = promise(&shapes, &of_type);
    let trace =
        each(&shapes, &quote!(self), |field| call(field, &quote!(trace), &quote!(, tracer)));
    let hint = each(&shapes, &quote!(self), |field| call(field, &quote!(hint), &quote!()));
    let clear =
        each(&shapes, &quote!(self), |field| call(field, &quote!(clear_references), &quote!()));
    let take = each(&shapes, &quote!(self), |field| {
        call(field, &quote!(take_references), &quote!(, taken))
    });
    let release = (!of_type.drops).then(|| release(&shapes));
    let finalize = of_type.finalizer.as_ref().map(finalize);
    let no_drop = (!of_type.drops).then(|| {
        quote_spanned! {name.span()=>
            const _: () = {
                /// Conflicts with a destructor: `#[trace(drop)]` allows one.
                #[allow(dead_code, reason = "it is only implemented")]
                trait HasNoDestructor {}
                #[allow(drop_bounds, reason = "types with a destructor are to conflict")]
                impl<T: ::core::ops::Drop> HasNoDestructor for T {}
                impl #impl_generics HasNoDestructor for #name #type_generics #wheres {}
            };
        }
    });
    Ok(quote! {
        #no_drop

        #[automatically_derived]
        impl #impl_generics ::integration::Trace for #name #type_generics #wheres {
            const COLLECTABLE: bool = false #(#collectable)*;
            #promise
            fn trace(&self, tracer: &mut ::integration::Tracer<'_>) {
                #trace
                let _ = tracer;
            }
            fn hint(&self) {
                #hint
            }
            fn clear_references(&self) {
                #clear
            }
            fn take_references(&mut self, taken: &mut ::integration::Taken) {
                #take
                let _ = taken;
            }
            #release
            #finalize
        }
    })
}

/// The shapes that a value can have.
fn shapes(input: &DeriveInput) -> Result<Vec<Shape>> {
    match &input.data {
        Data::Struct(data) => Ok(vec![shape(&quote!(Self), &data.fields)?]),
        Data::Enum(data) => {
            let variants = data.variants.iter();
            let shape = |variant: &syn::Variant| {
                attributes::refuse(&variant.attrs, "a variant has no `trace` attributes")?;
                let name = &variant.ident;
                shape(&quote!(Self::#name), &variant.fields)
            };
            variants.map(shape).collect()
        }
        Data::Union(data) => {
            Err(Error::new_spanned(data.union_token, "which field of a union is to be traced?"))
        }
    }
}

fn shape(path: &TokenStream, fields: &Fields) -> Result<Shape> {
    let of_shape = |(index, field): (usize, &syn::Field)| {
        let (bound, ty) = (format_ident!("f{index}"), field.ty.clone());
        Ok(Field { bound, ty, skipped: attributes::is_skipped(&field.attrs)? })
    };
    let members = fields.members();
    let fields: Vec<Field> = fields.iter().enumerate().map(of_shape).collect::<Result<_>>()?;
    let bound = fields.iter().map(|field| &field.bound);
    Ok(Shape { pattern: quote!(#path { #(#members: #bound),* }), fields })
}

fn traced(shapes: &[Shape]) -> impl Iterator<Item = &Field> {
    shapes.iter().flat_map(|shape| &shape.fields).filter(|field| !field.skipped)
}

/// Does something to each field of whatever shape `value` has.
fn each(
    shapes: &[Shape],
    value: &TokenStream,
    action: impl Fn(&Field) -> TokenStream,
) -> TokenStream {
    if shapes.is_empty() {
        return TokenStream::new();
    }
    let arms = shapes.iter().map(|Shape { pattern, fields }| {
        let unused = fields.iter().map(|field| &field.bound);
        let actions = fields.iter().map(&action);
        quote!(#pattern => { #(let _ = &#unused;)* #(#actions)* })
    });
    quote!(match #value { #(#arms)* })
}

/// Calls a method of `Trace` on a field that is not skipped.
fn call(field: &Field, method: &TokenStream, rest: &TokenStream) -> TokenStream {
    let Field { bound, ty, skipped } = field;
    if *skipped {
        return TokenStream::new();
    }
    quote_spanned!(ty.span()=> <#ty as ::integration::Trace>::#method(#bound #rest);)
}

/// What the type promises: what its fields do. A field that is skipped must have nothing to drop for
/// its owner to be released.
fn promise(shapes: &[Shape], of_type: &OfType) -> TokenStream {
    let strength = if of_type.drops { quote!(exact) } else { quote!(releasable) };
    let fields =
        shapes.iter().flat_map(|shape| &shape.fields).map(|Field { ty, skipped, .. }| {
            if *skipped {
                quote_spanned!(ty.span()=> .and_skipped::<#ty>())
            } else {
                quote_spanned!(ty.span()=> .and::<#ty>())
            }
        });
    // SAFETY: all methods do no more than to call those of the fields, each field's once; fields that
    // have not promised, or have something of their own to drop, take the promise back. There is no
    // destructor where values can be released.
    quote_spanned! {Span::mixed_site()=>
        const PROMISE: ::integration::Promise<Self> =
            unsafe { ::integration::Promise::#strength() } #(#fields)*;
    }
}

fn release(shapes: &[Shape]) -> TokenStream {
    let here = Span::mixed_site();
    let this = Ident::new("this", here);
    let fields = each(shapes, &quote!(#this), |Field { bound, ty, skipped }| {
        if *skipped {
            return TokenStream::new();
        }
        let release = quote_spanned!(ty.span()=> <#ty as ::integration::Trace>::release);
        // SAFETY: the caller gives the value up, fields and all.
        quote_spanned!(here=> unsafe { #release(::core::ptr::NonNull::from(#bound)) };)
    });
    if fields.is_empty() {
        return fields;
    }
    quote_spanned! {here=>
        unsafe fn release(mut #this: ::core::ptr::NonNull<Self>) {
            // SAFETY: the caller hands in a value that nobody else uses.
            let #this = unsafe { #this.as_mut() };
            #fields
        }
    }
}

fn finalize(function: &syn::Path) -> TokenStream {
    quote! {
        const FINALIZES: bool = true;
        fn finalize(this: &::integration::Gc<Self>, heap: &::integration::Heap) {
            #function(this, heap);
        }
    }
}
