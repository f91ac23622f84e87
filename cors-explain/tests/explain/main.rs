//! What is explained, from outside.

#[cfg(test)]
mod asked;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod matrices;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod server;
#[cfg(test)]
mod shown;
