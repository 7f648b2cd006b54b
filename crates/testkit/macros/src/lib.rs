//! The attribute `#[db_test]`; use it through `staffroom-testkit`, which re-exports it.

mod db_test;

use proc_macro::TokenStream;

/// Makes two tests of one function, `name::sqlite` and `name::postgres`, each with a migrated
/// database of its own.
///
/// ```ignore
/// #[db_test]
/// async fn facts_are_replaced(db: TestDb) {
///     // …
/// }
/// ```
///
/// The function is `async`, takes one [`TestDb`] by value and answers nothing. `#[should_panic]`
/// goes over to both tests.
///
/// [`TestDb`]: https://docs.rs/staffroom-testkit
#[proc_macro_attribute]
pub fn db_test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    db_test::expand(&arguments.into(), item.into())
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
