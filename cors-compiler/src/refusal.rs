/// Why a target cannot hold a construct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What stands in the way, as the end of a sentence that names target and construct.
    pub why: String,
    /// What would work instead.
    pub help: String,
}
