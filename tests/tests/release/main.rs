//! What is released: the packages, what they depend on, what they offer, and what the documents say of it.

#[cfg(test)]
mod dependencies;
#[cfg(test)]
mod interface;
#[cfg(test)]
mod packages;
#[cfg(test)]
mod project;
#[cfg(test)]
mod tree;
