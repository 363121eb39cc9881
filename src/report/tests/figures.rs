//! The figures, and the mistakes seen in published ones.
