use std::{collections::BTreeMap, fmt};

use super::{
    quoted::Quoted,
    variable::{Names, Variable},
};

/// A `map` block: what a variable holds, by what another one does.
#[derive(Clone, Debug)]
pub(super) struct Map {
    variable: Variable,
    table: Table,
}

/// What a map says, whatever its variable is called.
///
/// nginx looks for a key that equals the value, ignoring letter case, then for the first regex that matches, then takes the
/// default. Regexes are not asked about an empty value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Table {
    source: Quoted,
    default: Quoted,
    lines: Vec<(Quoted, Quoted)>,
    volatile: bool,
}

/// Maps that are numbered, each of them once: what two policies have in common is printed and looked up once.
#[derive(Debug)]
pub(super) struct Shared {
    role: &'static str,
    variables: BTreeMap<Table, Variable>,
    maps: Vec<Map>,
}

impl Table {
    /// A map from `source` to `default`, whatever it is.
    pub(super) fn new(source: Quoted, default: Quoted) -> Self {
        Self { source, default, lines: Vec::new(), volatile: false }
    }

    /// Adds a line.
    #[must_use]
    pub(super) fn line(mut self, key: Quoted, value: Quoted) -> Self {
        self.lines.push((key, value));
        self
    }

    /// Adds lines.
    #[must_use]
    pub(super) fn lines(mut self, lines: impl IntoIterator<Item = (Quoted, Quoted)>) -> Self {
        self.lines.extend(lines);
        self
    }

    /// Looks the value up each time that it is asked for: it names something that changes in the course of a request.
    #[must_use]
    pub(super) fn volatile(mut self) -> Self {
        self.volatile = true;
        self
    }

    /// Whether it says nothing, whatever its source holds.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.default == Quoted::default()
    }

    /// The map that defines `variable`.
    pub(super) fn defines(self, variable: Variable) -> Map {
        Map { variable, table: self }
    }
}

impl Shared {
    /// None yet.
    pub(super) fn new(role: &'static str) -> Self {
        Self { role, variables: BTreeMap::new(), maps: Vec::new() }
    }

    /// The variable that holds what `table` says.
    pub(super) fn variable(&mut self, names: &Names, table: Table) -> Variable {
        if let Some(variable) = self.variables.get(&table) {
            return variable.clone();
        }
        let variable = names.numbered(self.role, self.maps.len());
        self.maps.push(table.clone().defines(variable.clone()));
        self.variables.insert(table, variable.clone());
        variable
    }

    /// The maps in the order in which they were first asked for.
    pub(super) fn into_maps(self) -> Vec<Map> {
        self.maps
    }
}

impl fmt::Display for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Table { source, default, lines, volatile } = &self.table;
        writeln!(f, "map {source} ${} {{", self.variable)?;
        if *volatile {
            writeln!(f, "    volatile;")?;
        }
        writeln!(f, "    default {default};")?;
        for (key, value) in lines {
            writeln!(f, "    {key} {value};")?;
        }
        writeln!(f, "}}")
    }
}
