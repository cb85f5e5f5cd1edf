//! `with`: entering and leaving a context.

use super::super::native::Args;
use super::super::raise::Result;
use super::Machine;
use crate::object::Exception;

impl Machine<'_> {
    pub(super) fn before_with(&mut self) -> Result<()> {
        let interp = self.interp;
        let manager = self.pop();
        let class = interp.class_of(&manager);
        let missing = |name: &str| {
            let hint = if name == "__exit__" { " (missed __exit__ method)" } else { "" };
            interp.type_error(format!(
                "'{}' object does not support the context manager protocol{hint}",
                class.name()
            ))
        };
        let Some(enter) = interp.type_lookup(&class, "__enter__") else {
            return Err(missing("__enter__"));
        };
        let Some(exit) = interp.type_lookup(&class, "__exit__") else {
            return Err(missing("__exit__"));
        };
        let exit = interp.bind_descriptor(&exit, Some(&manager), &class)?;
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
