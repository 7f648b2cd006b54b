//! What `#[db_test]` turns a function into.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned as _;
use syn::{Attribute, Error, FnArg, ItemFn, ReturnType, Type};

pub(crate) fn expand(arguments: &TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    if !arguments.is_empty() {
        return Err(Error::new(
            arguments.span(),
            "#[db_test] takes no arguments",
        ));
    }
    let mut function: ItemFn = syn::parse2(item)
        .map_err(|error| Error::new(error.span(), "#[db_test] belongs on a function"))?;
    check(&function)?;
    let (on_tests, on_function): (Vec<Attribute>, Vec<Attribute>) = function
        .attrs
        .into_iter()
        .partition(|attribute| attribute.path().is_ident("should_panic"));
    function.attrs = on_function;
    let name = &function.sig.ident;
    Ok(quote! {
        #function

        mod #name {
            #[test]
            #(#on_tests)*
            fn sqlite() {
                ::staffroom_testkit::run_db_test(
                    ::staffroom_testkit::Backend::Sqlite,
                    super::#name,
                );
            }

            #[test]
            #(#on_tests)*
            fn postgres() {
                ::staffroom_testkit::run_db_test(
                    ::staffroom_testkit::Backend::Postgres,
                    super::#name,
                );
            }
        }
    })
}

fn check(function: &ItemFn) -> syn::Result<()> {
    let signature = &function.sig;
    let wrong = |span: proc_macro2::Span, what: &str| {
        let message = format!("{what}; write `async fn {}(db: TestDb)`", signature.ident);
        Err(Error::new(span, message))
    };
    if signature.asyncness.is_none() {
        return wrong(signature.fn_token.span(), "a database test is async");
    }
    if !signature.generics.params.is_empty() {
        return wrong(signature.generics.span(), "a database test is not generic");
    }
    if !matches!(signature.output, ReturnType::Default) {
        return wrong(signature.output.span(), "a database test answers nothing");
    }
    if let Some(attribute) = function
        .attrs
        .iter()
        .find(|attribute| attribute.path().is_ident("test"))
    {
        return wrong(attribute.span(), "#[db_test] stands instead of #[test]");
    }
    let mut inputs = signature.inputs.iter();
    match (inputs.next(), inputs.next()) {
        (Some(FnArg::Typed(argument)), None) if !matches!(*argument.ty, Type::Reference(_)) => {
            Ok(())
        }
        (Some(FnArg::Typed(argument)), None) => {
            wrong(argument.ty.span(), "a database test owns its database")
        }
        (None, _) => wrong(
            signature.paren_token.span.join(),
            "a database test takes the database that it works on",
        ),
        (Some(_), _) => wrong(
            signature.inputs.span(),
            "a database test takes one argument",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(item: TokenStream) -> String {
        expand(&TokenStream::new(), item).unwrap_err().to_string()
    }

    #[test]
    fn a_good_function_becomes_two_tests() {
        let item = quote! {
            /// About it.
            #[should_panic(expected = "x")]
            async fn works(db: TestDb) { drop(db); }
        };
        let text = expand(&TokenStream::new(), item).unwrap().to_string();
        assert_eq!(text.matches("# [test]").count(), 2, "{text}");
        assert_eq!(text.matches("should_panic").count(), 2, "{text}");
        assert_eq!(text.matches("super :: works").count(), 2, "{text}");
    }

    #[test]
    fn wrong_signatures_say_what_is_wrong() {
        let cases = [
            (
                quote!(
                    fn f(db: TestDb) {}
                ),
                "is async",
            ),
            (
                quote!(
                    async fn f() {}
                ),
                "takes the database",
            ),
            (
                quote!(
                    async fn f(db: &TestDb) {}
                ),
                "owns its database",
            ),
            (
                quote!(
                    async fn f(a: TestDb, b: TestDb) {}
                ),
                "takes one argument",
            ),
            (
                quote!(
                    async fn f(&self) {}
                ),
                "takes one argument",
            ),
            (
                quote!(
                    async fn f<T>(db: T) {}
                ),
                "not generic",
            ),
            (
                quote!(
                    async fn f(db: TestDb) -> u8 {
                        1
                    }
                ),
                "answers nothing",
            ),
            (
                quote!(
                    #[test]
                    async fn f(db: TestDb) {}
                ),
                "instead of #[test]",
            ),
            (
                quote!(
                    struct F;
                ),
                "belongs on a function",
            ),
        ];
        for (item, expected) in cases {
            let text = item.to_string();
            let message = error(item);
            assert!(message.contains(expected), "{text}: {message}");
        }
        let with_arguments = expand(
            &quote!(sqlite),
            quote!(
                async fn f(db: TestDb) {}
            ),
        );
        assert!(with_arguments.is_err());
    }
}
