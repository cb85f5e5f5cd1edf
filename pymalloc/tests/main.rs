//! What a program that depends on the crate can rely on.

#[cfg(all(feature = "std", feature = "allocator-api2"))]
mod collections;
#[cfg(feature = "std")]
mod debug_hooks;
#[cfg(feature = "tracing")]
mod events;
#[cfg(feature = "std")]
mod fuzz;
mod sources;
