import Workflow

/// Compares a document with its key table: collects all mistakes and fills the defaults in.
struct RequestWalker {
    private(set) var mistakes: [RequestMistake] = []
    private(set) var defaulted: [String] = []

    mutating func normalize(_ value: Value, as kind: RequestKind, path: [String]) -> Value {
        switch kind {
        case .nullable(let inner):
            return value.isNull ? .null : normalize(value, as: inner, path: path)
        case .object(let keys):
            guard let members = value.objectValue else { return wrongKind(value, kind, path) }
            return .object(normalize(members, keys: keys, path: path))
        case .list(let element, let atLeast):
            guard let elements = value.arrayValue else { return wrongKind(value, kind, path) }
            if elements.count < atLeast {
                add(path, "expected at least \(atLeast) \(atLeast == 1 ? "entry" : "entries")")
            }
            var result: [Value] = []
            for (index, item) in elements.enumerated() where item.stringValue != nil {
                guard elements[..<index].contains(item) else { continue }
                add(
                    path + [String(index)],
                    "'\(item.stringValue ?? "")' is named twice",
                    hint: "name it once"
                )
            }
            for (index, item) in elements.enumerated() {
                result.append(normalize(item, as: element, path: path + [String(index)]))
            }
            return .array(result)
        case .labels:
            guard let members = value.objectValue else { return wrongKind(value, kind, path) }
            for (key, label) in members.pairs { checkLabel(key, label, path) }
            return value
        case .document:
            return value.objectValue == nil ? wrongKind(value, kind, path) : value
        default:
            checkScalar(value, kind, path)
            return value
        }
    }

    private mutating func normalize(
        _ members: Members,
        keys: [RequestKey],
        path: [String]
    ) -> Members {
        let names = keys.map(\.name)
        for key in members.keys where !names.contains(key) {
            let near = Spelling.nearest(to: key, in: names)
            let hint =
                RequestKeys.elsewhere[key]
                ?? near.map { "did you mean '\($0)'?" } ?? "known: " + names.joined(separator: ", ")
            add(path + [key], "unknown key '\(key)'", hint: hint)
        }
        var result = Members()
        for key in keys {
            let inner = path + [key.name]
            if let value = members[key.name] {
                result[key.name] = normalize(value, as: key.kind, path: inner)
            } else if key.isRequired {
                add(path, "'\(key.name)' is missing", hint: key.summary)
            } else if let value = key.defaultValue {
                defaulted.append(inner.joined(separator: "."))
                // A default that is a mapping has defaults of its own.
                result[key.name] = normalize(value, as: key.kind, path: inner)
            }
        }
        return result
    }

    /// What the provider would refuse as a tag.
    private mutating func checkLabel(_ key: String, _ label: Value, _ path: [String]) {
        guard let text = label.stringValue else {
            add(path + [key], "expected text, found \(label.kindName)", hint: "put it in quotes")
            return
        }
        if !TextForm.tag.accepts(text) {
            add(path + [key], "'\(text)' is no tag", hint: "write it like " + TextForm.tag.example)
        }
        if !TextForm.tag.accepts(key) || key.count > 128 {
            add(
                path + [key],
                "'\(key)' is no key of a tag",
                hint: "write it like costCenter (letters, digits, spaces and _ . : / = + - @, at "
                    + "most 128)"
            )
        } else if key.lowercased().hasPrefix("aws:") {
            add(path + [key], "keys that begin with 'aws:' are the provider's")
        }
    }

    private mutating func checkScalar(_ value: Value, _ kind: RequestKind, _ path: [String]) {
        switch kind {
        case .text(let form):
            guard let text = value.stringValue else {
                _ = wrongKind(value, kind, path)
                return
            }
            if !form.accepts(text) {
                let why = form == .schedule ? WeeklySchedule.hint(text) : nil
                add(
                    path,
                    "'\(text)' is no \(form.word)",
                    hint: why ?? "write it like \(form.example)"
                )
            }
        case .number(let range):
            guard let number = value.numberValue, number.isFinite else {
                _ = wrongKind(value, kind, path)
                return
            }
            if !range.contains(number) { outOfRange(path, number, range) }
        case .integer(let range):
            guard let number = value.intValue else {
                _ = wrongKind(value, kind, path)
                return
            }
            if !range.contains(number) {
                outOfRange(
                    path,
                    Double(number),
                    Double(range.lowerBound)...Double(range.upperBound)
                )
            }
        case .flag:
            if value.boolValue == nil { _ = wrongKind(value, kind, path) }
        case .choice(let words):
            checkChoice(value, kind, words, path)
        default: break
        }
    }

    private mutating func checkChoice(
        _ value: Value,
        _ kind: RequestKind,
        _ words: [String],
        _ path: [String]
    ) {
        guard let text = value.stringValue else {
            _ = wrongKind(value, kind, path)
            return
        }
        guard !words.contains(text) else { return }
        let near = Spelling.nearest(to: text, in: words)
        add(
            path,
            "'\(text)' is unknown, expected \(kind.word)",
            hint: near.map { "did you mean '\($0)'?" }
        )
    }

    private mutating func wrongKind(_ value: Value, _ kind: RequestKind, _ path: [String]) -> Value
    {
        let isQuotedNumber = value.stringValue.flatMap(Double.init) != nil
        add(
            path,
            "expected \(kind.word), found \(value.kindName)",
            hint: isQuotedNumber
                ? "write it without quotes"
                : value.isNull ? "leave the key out for its default, where it has one" : nil
        )
        return value
    }

    private mutating func outOfRange(
        _ path: [String],
        _ number: Double,
        _ range: ClosedRange<Double>
    ) {
        let low = NumberText.grouped(range.lowerBound)
        let high = NumberText.grouped(range.upperBound)
        let unit = UnitHints.hint(path, number, range).map { $0 + "; " } ?? ""
        add(
            path,
            "\(NumberText.plain(number, places: 6)) is out of range",
            hint: unit + "allowed: \(low) to \(high)"
        )
    }

    private mutating func add(_ path: [String], _ message: String, hint: String? = nil) {
        mistakes.append(RequestMistake(path, message, hint: hint))
    }
}
