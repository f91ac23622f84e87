//! What is explained, from outside.

#[cfg(test)]
mod asked;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod rows;
