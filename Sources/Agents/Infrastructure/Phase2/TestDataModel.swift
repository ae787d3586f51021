import Workflow

/// How data leaves production for a test: by class of data, which fields, what becomes of each.
///
/// Everything follows from the classes that the requirements name.
package struct TestDataModel: Sendable {
    /// What may become of a field.
    package enum Method: String, Sendable, CaseIterable {
        case synthesise
        case tokenise
        case generalise
        case mask
        case drop

        var meaning: String {
            switch self {
            case .synthesise:
                "a made-up value that nobody has, from a reserved range where one exists"
            case .tokenise:
                "a keyed hash, so that equal values stay equal; the key lives for the one export and "
                    + "is destroyed"
            case .generalise: "a coarser value: a year, a region, a band"
            case .mask: "the shape stays, every letter becomes x and every digit 0"
            case .drop: "an empty value"
            }
        }
    }

    package struct Field: Sendable {
        package let name: String
        /// A column is meant when these words stand in its name, `_` between words.
        package let columns: [String]
        package let method: Method
        package let rule: String
        /// The column of the fixtures that shows it, where there is one.
        package var column: String?
    }

    package struct DataClass: Sendable {
        package let name: String
        package let fields: [Field]
        /// Never leaves production, in whatever form.
        package let neverCopied: [String]
    }

    package struct Source: Sendable {
        package let environment: EnvironmentName
        package let kind: String
        package let detail: String
    }

    package let classes: [DataClass]
    package let sources: [Source]

    package init(_ request: InfrastructureRequest) {
        let asked = request.compliance.dataClasses
        classes = (asked.isEmpty ? ["internal"] : asked).map(Self.dataClass)
        let percent = NumberText.plain(
            (request.environments.settings(of: .staging)?.scale ?? 1) * 100
        )
        sources = request.environments.order.filter { $0 != request.environments.primary }.map {
            name in
            name == .staging
                ? Source(
                    environment: name,
                    kind: "anonymised-subset",
                    detail:
                        "\(percent) % of the rows, drawn by the hash of their key; transformed in "
                        + "production's account, before anything leaves it"
                )
                : Source(
                    environment: name,
                    kind: "synthetic",
                    detail: "the fixtures of storage/fixtures and nothing out of production"
                )
        }
    }

    /// The fields of the fixtures' columns, in the order of the classes.
    var columns: [Field] { classes.flatMap(\.fields).filter { $0.column != nil } }

    private static func field(
        _ name: String,
        _ columns: [String],
        _ method: Method,
        _ rule: String,
        _ column: String? = nil
    ) -> Field {
        Field(name: name, columns: columns, method: method, rule: rule, column: column)
    }

    private static func dataClass(_ name: String) -> DataClass {
        switch name {
        case "personal": DataClass(name: name, fields: personal, neverCopied: personalNever)
        case "health": DataClass(name: name, fields: health, neverCopied: healthNever)
        case "cardholder": DataClass(name: name, fields: cardholder, neverCopied: cardholderNever)
        case "public": DataClass(name: name, fields: [], neverCopied: [])
        default: DataClass(name: name, fields: inside, neverCopied: insideNever)
        }
    }

    private static let inside = [
        field("free text", ["note", "comment", "remark"], .drop, "people write anything into it"),
        field(
            "amount",
            ["price", "amount", "discount", "revenue"],
            .generalise,
            "rounded to two digits that count",
            "amount_band"
        ),
    ]
    private static let insideNever = [
        "passwords and their hashes", "sessions, tokens and keys", "audit and access logs",
    ]

    private static let personal = [
        field("name", ["name"], .synthesise, "'Test Person' and a number", "full_name"),
        field(
            "e-mail",
            ["email", "mail"],
            .synthesise,
            "a number at example.com (RFC 2606)",
            "email"
        ),
        field(
            "telephone",
            ["phone", "mobile", "fax"],
            .synthesise,
            "+1 202 555 0100 to 0199, which nobody is given",
            "phone"
        ),
        field(
            "address",
            ["street", "address"],
            .synthesise,
            "a number of Example Street",
            "street"
        ),
        field(
            "place",
            ["postcode", "zip", "city"],
            .generalise,
            "the first two digits",
            "postcode_area"
        ),
        field(
            "birth",
            ["birth", "dob"],
            .generalise,
            "the first year of the decade",
            "birth_decade"
        ),
        field(
            "network address",
            ["ip", "network_address"],
            .synthesise,
            "192.0.2.0/24, for documents alone (RFC 5737)",
            "last_ip"
        ),
        field(
            "identifier",
            ["user_id", "customer_id", "device"],
            .tokenise,
            "HMAC-SHA-256, cut to 16 digits of hexadecimal",
            "customer_token"
        ),
        field("message", ["message", "subject", "body"], .drop, "people write anything into it"),
    ]
    private static let personalNever = [
        "pictures and recordings of people", "copies of identity documents",
        "tax and social security numbers",
    ]

    private static let health = [
        field(
            "condition",
            ["diagnosis", "condition", "icd"],
            .generalise,
            "a group of ten, without its code",
            "condition_group"
        ),
        field(
            "record",
            ["record", "patient", "mrn"],
            .tokenise,
            "as an identifier of a person",
            "record_token"
        ),
        field("laboratory value", ["result", "lab"], .generalise, "below, within or above"),
        field("physician", ["physician", "doctor"], .synthesise, "'Test Physician' and a number"),
    ]
    private static let healthNever = [
        "images and letters of a treatment", "genetic data", "numbers of an insurance",
    ]

    private static let cardholder = [
        field(
            "card number",
            ["pan", "card_number", "card"],
            .synthesise,
            "a token that is no number, so that nothing passes the check digit",
            "card_token"
        ),
        field("expiry", ["expiry", "valid_until"], .synthesise, "the year 2099", "card_expiry"),
    ]
    private static let cardholderNever = [
        "card numbers, whole or encrypted", "card verification codes, PINs and magnetic tracks",
        "keys that decrypt either",
    ]
}
