//! Two audits compared.
