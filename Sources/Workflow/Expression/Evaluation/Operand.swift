/// A value while an expression is evaluated: with what the language asks beyond the value itself.
struct Operand {
    enum Content {
        case value(Value)
        /// What `.*` made: a list that is dereferenced item by item.
        case filtered([Operand])
    }

    /// One step on the way to a value in the contexts.
    enum Step: Hashable {
        case key(String)
        case element(Int)
    }

    let content: Content
    /// Where in the contexts the value is; nil for a value that the expression made.
    ///
    /// GitHub compares arrays and objects by reference. Values here have none, but the place in the
    /// contexts says the same: one place holds one object, and what was made is nowhere else.
    let place: [Step]?

    init(_ value: Value, place: [Step]? = nil) {
        content = .value(value)
        self.place = place
    }

    init(filtered: [Operand]) {
        content = .filtered(filtered)
        place = nil
    }

    var value: Value {
        switch content {
        case .value(let value): value
        case .filtered(let items): .array(items.map(\.value))
        }
    }

    /// Null, booleans, numbers and strings.
    var isPrimitive: Bool {
        switch content {
        case .value(.array), .value(.object), .filtered: false
        case .value: true
        }
    }

    /// What an array or a filtered list is made of; nil for anything else.
    var elements: [Operand]? {
        switch content {
        case .value(.array(let elements)):
            elements.enumerated().map { Operand($1, place: place(of: .element($0))) }
        case .value: nil
        case .filtered(let items): items
        }
    }

    /// The place of a part of this; nil when this has none.
    func place(of step: Step) -> [Step]? { place.map { $0 + [step] } }

    func isSameInstance(as other: Operand) -> Bool {
        guard let place, let otherPlace = other.place else { return false }
        return place == otherPlace
    }
}
