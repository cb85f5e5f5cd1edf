//! The files of the workspace, as the rules see them: paths and text.

use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::workspace;

/// One file.
#[derive(Debug)]
pub(super) struct File {
    /// From the root of the workspace, with `/` between its parts.
    pub(super) path: String,
    /// Empty where the file is not UTF-8.
    pub(super) text: String,
}

impl File {
    /// The lines with their numbers, counted from 1.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// What follows the last point of the name.
    pub(super) fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, end)| end)
    }

    /// What the lines with `pattern` in them are reported as.
    pub(super) fn lines_with(&self, pattern: &str) -> impl Iterator<Item = usize> {
        self.lines().filter(move |(_, line)| line.contains(pattern)).map(|(number, _)| number)
    }
}

/// All files but build output and the repository's own data.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) files: Vec<File>,
}

impl Tree {
    /// Reads the tree below `root`.
    ///
    /// # Errors
    /// Names what cannot be read.
    pub(super) fn read(root: &Path) -> Result<Self, Error> {
        let mut files = Vec::new();
        for path in workspace::files_below(root)? {
            let bytes = fs::read(&path)
                .map_err(|error| Error::Failed(format!("{}: {error}", path.display())))?;
            let text = String::from_utf8(bytes).unwrap_or_default();
            files.push(File { path: workspace::relative(&path, root), text });
        }
        Ok(Self { files })
    }

    /// The files whose name ends with a point and one of `extensions`.
    pub(super) fn with_extension<'tree>(
        &'tree self,
        extensions: &'tree [&str],
    ) -> impl Iterator<Item = &'tree File> {
        self.files.iter().filter(|file| extensions.contains(&file.extension()))
    }
}
