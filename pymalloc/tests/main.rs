//! What a program that depends on the crate can rely on.

#[cfg(feature = "std")]
mod child;
#[cfg(all(feature = "std", feature = "allocator-api2"))]
mod collections;
#[cfg(feature = "std")]
mod debug_hooks;
#[cfg(feature = "tracing")]
mod events;
#[cfg(feature = "std")]
mod fuzz;
#[cfg(all(feature = "std", feature = "hardened"))]
mod hardened;
mod sources;
