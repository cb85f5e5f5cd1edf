//! What is awaited: from an object to the iterator that drives it.
//!
//! # Source
//! `_PyCoro_GetAwaitableIter` in `Objects/genobject.c`; `GET_AITER`, `GET_ANEXT` and
//! `END_ASYNC_FOR` in `Python/bytecodes.c`.

use super::super::code::{Op, Routine};
use super::super::generator::Generator;
use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::{Raised, Result};
use super::Machine;
use crate::Value;

impl Machine<'_> {
    /// Runs an op of `async` code.
    pub(super) fn awaiting_op(&mut self, op: Op) -> Result<()> {
        match op {
            Op::GetAwaitable => {
                let object = self.pop();
                let iterator = self.interp.awaitable(&object)?;
                drop(object);
                self.push(iterator);
            }
            Op::GetAiter => self.get_aiter()?,
            Op::GetAnext => {
                let iterator = self.peek(1).clone();
                let next = self.interp.anext(&iterator)?;
                drop(iterator);
                self.push(next);
            }
            Op::EndAsyncFor => {
                let raised = Raised::Exception(self.pop());
                if !self.interp.is_raised(&raised, "StopAsyncIteration") {
                    return Err(raised);
                }
                drop(self.pop());
            }
            _ => self.before_async_with()?,
        }
        Ok(())
    }

    /// What `yield from` delegates to.
    pub(super) fn delegate_of(&self, iterable: Value) -> Result<Value> {
        match iterable.get::<Generator>().map(Generator::routine) {
            Some(Routine::Generator) => Ok(iterable),
            Some(Routine::Coroutine) if self.code.code.routine != Routine::Coroutine => Err(self
                .interp
                .type_error("cannot 'yield from' a coroutine object in a non-coroutine generator")),
            _ => self.interp.iter(&iterable),
        }
    }

    fn get_aiter(&mut self) -> Result<()> {
        let interp = self.interp;
        let iterable = self.pop();
        let Some(iterator) = interp.call_special(&iterable, "__aiter__", Args::none())? else {
            return Err(interp.type_error(format!(
                "'async for' requires an object with __aiter__ method, got {}",
                interp.class_name(&iterable)
            )));
        };
        drop(iterable);
        if interp.special(&iterator, "__anext__").is_none() {
            return Err(interp.type_error(format!(
                "'async for' received an object from __aiter__ that does not implement __anext__: \
                 {}",
                interp.class_name(&iterator)
            )));
        }
        self.push(iterator);
        Ok(())
    }
}

impl Interp {
    /// The iterator that `await object` drives.
    ///
    /// # Errors
    /// `TypeError` for what cannot be awaited, and what `__await__` raises.
    pub(in super::super) fn awaitable(&self, object: &Value) -> Result<Value> {
        if let Some(coroutine) = object.get::<Generator>()
            && coroutine.routine() == Routine::Coroutine
        {
            if coroutine.delegate().is_some() {
                return Err(self.runtime_error("coroutine is being awaited already"));
            }
            return Ok(object.clone());
        }
        let Some(iterator) = self.call_special(object, "__await__", Args::none())? else {
            return Err(self.type_error(format!(
                "object {} can't be used in 'await' expression",
                self.class_name(object)
            )));
        };
        if iterator.get::<Generator>().is_some_and(|g| g.routine() == Routine::Coroutine) {
            return Err(self.type_error("__await__() returned a coroutine"));
        }
        if !self.is_iterator(&iterator) {
            return Err(self.type_error(format!(
                "__await__() returned non-iterator of type '{}'",
                self.class_name(&iterator)
            )));
        }
        Ok(iterator)
    }

    /// The iterator that awaiting the next value of an asynchronous iterator drives.
    fn anext(&self, iterator: &Value) -> Result<Value> {
        let Some(next) = self.call_special(iterator, "__anext__", Args::none())? else {
            return Err(self.type_error(format!(
                "'async for' requires an iterator with __anext__ method, got {}",
                self.class_name(iterator)
            )));
        };
        self.awaitable(&next).map_err(|_| {
            self.type_error(format!(
                "'async for' received an invalid object from __anext__: {}",
                self.class_name(&next)
            ))
        })
    }
}
