//! `with` and `async with`: entering and leaving a context.

use super::super::native::Args;
use super::super::raise::Result;
use super::Machine;
use crate::object::Exception;

impl Machine<'_> {
    pub(super) fn before_with(&mut self) -> Result<()> {
        self.enter_context(["__enter__", "__exit__"], "context manager")
    }

    /// The value that is pushed is yet to be awaited.
    pub(super) fn before_async_with(&mut self) -> Result<()> {
        self.enter_context(["__aenter__", "__aexit__"], "asynchronous context manager")
    }

    /// `[manager] -> [exit, value]`
    fn enter_context(&mut self, [enter, exit]: [&str; 2], protocol: &str) -> Result<()> {
        let interp = self.interp;
        let manager = self.pop();
        let class = interp.class_of(&manager);
        let missing = |hint: &str| {
            let class = interp.class_name(&manager);
            interp.type_error(format!(
                "'{class}' object does not support the {protocol} protocol{hint}"
            ))
        };
        let Some(enter) = interp.type_lookup(&class, enter) else {
            return Err(missing(""));
        };
        let Some(found) = interp.type_lookup(&class, exit) else {
            return Err(missing(&format!(" (missed {exit} method)")));
        };
        let exit = interp.bind_descriptor(&found, Some(&manager), &class)?;
        let value = interp.call_unbound(enter, &manager, Args::none())?;
        drop(manager);
        self.push(exit);
        self.push(value);
        Ok(())
    }

    pub(super) fn with_except_start(&mut self) -> Result<()> {
        let interp = self.interp;
        let exception = self.peek(1).clone();
        let exit = self.peek(3).clone();
        let class = interp.class_of(&exception).into_value();
        let traceback = exception.get::<Exception>().and_then(|e| e.traceback.borrow().clone());
        let traceback = traceback.unwrap_or_else(|| interp.none());
        let value = interp.call_owned(exit, Args::from([class, exception, traceback]))?;
        self.push(value);
        Ok(())
    }
}
