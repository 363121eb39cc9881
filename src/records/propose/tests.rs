//! What is proposed for small files, and what is not.

use super::*;
