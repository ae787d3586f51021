/// Makes a tree of nodes of a YAML text, within limits.
///
/// It keeps its own stack, so that no nesting can exhaust the program's, and counts what an alias
/// stands for before it is put into the tree.
struct YAMLComposer {
    private let file: String
    private let limits: DefinitionLimits
    private let mistakes: Mistakes
    private var frames: [YAMLFrame] = []
    private var anchors: [String: MeasuredNode] = [:]
    private var root: YAMLNode?
    private var documents = 0
    private var nodes = 0

    private init(file: String, limits: DefinitionLimits, mistakes: Mistakes) {
        self.file = file
        self.limits = limits
        self.mistakes = mistakes
    }

    /// The only document of `bytes`; nil when it cannot be read, which is among the mistakes then.
    static func document(
        of bytes: [UInt8],
        file: String,
        limits: DefinitionLimits,
        mistakes: Mistakes
    ) -> YAMLNode? {
        var composer = YAMLComposer(file: file, limits: limits, mistakes: mistakes)
        do {
            try bytes.withUnsafeBufferPointer { try composer.read($0) }
        } catch let diagnostic as Diagnostic {
            mistakes.add(diagnostic)
            return nil
        } catch {
            return nil
        }
        if composer.documents == 0 {
            let start = Place(file: file, line: 1, column: 1)
            mistakes.error("the file is empty", at: start)
        }
        return composer.root
    }

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) throws {
        var events = YAMLEvents(bytes)
        while true {
            do {
                let (event, mark) = try events.next()
                if case .streamEnd = event { return }
                try take(event, at: place(mark))
            } catch let error as YAMLSyntaxError {
                // The C parser has a limit of its own, which it may reach while it looks ahead.
                if error.problem.hasPrefix("Maximum nesting level") {
                    throw tooDeep(at: place(error.mark))
                }
                let context = error.context.map { "\($0), " } ?? ""
                throw Diagnostic("not YAML: \(context)\(error.problem)", at: place(error.mark))
            }
        }
    }

    private func place(_ mark: YAMLMark) -> Place {
        Place(file: file, line: mark.line, column: mark.column)
    }

    private mutating func take(_ event: YAMLEvent, at place: Place) throws {
        switch event {
        case .documentStart:
            documents += 1
            guard documents == 1 else {
                throw Diagnostic(
                    "a second document begins here, expected one document",
                    at: place,
                    hint: "put it into a file of its own"
                )
            }
        case .scalar(let text, let tag, let style, let anchor):
            let value = resolve(text, tag: tag, style: style, at: place)
            let scalar = YAMLNode.Scalar(value: value, text: text, style: style)
            try add(MeasuredNode(YAMLNode(.scalar(scalar), at: place)), anchor: anchor, at: place)
        case .sequenceStart(let tag, let anchor):
            check(tag: tag, expected: "seq", at: place)
            try open(YAMLFrame(place: place, anchor: anchor, isMapping: false))
        case .mappingStart(let tag, let anchor):
            check(tag: tag, expected: "map", at: place)
            try open(YAMLFrame(place: place, anchor: anchor, isMapping: true))
        case .containerEnd:
            guard let frame = frames.popLast() else { return }
            try add(frame.closed, anchor: frame.anchor, at: frame.place)
        case .alias(let name):
            guard let target = anchors[name] else {
                throw Diagnostic(
                    "alias '*\(name)' has no finished anchor '&\(name)' before it",
                    at: place
                )
            }
            try add(target, anchor: nil, at: place, count: target.weight)
        case .streamEnd, .other: break
        }
    }

    private func tooDeep(at place: Place) -> Diagnostic {
        Diagnostic("nested deeper than \(limits.depth) levels", at: place)
    }

    private mutating func open(_ frame: YAMLFrame) throws {
        guard frames.count < limits.depth else {
            throw tooDeep(at: frame.place)
        }
        frames.append(frame)
    }

    /// Puts a node into the container that is open; `count` is how many nodes this adds, which is
    /// one where its members have been counted already.
    private mutating func add(
        _ measured: MeasuredNode,
        anchor: String?,
        at place: Place,
        count: Int = 1
    ) throws {
        nodes += count
        guard nodes <= limits.nodes else {
            throw Diagnostic(
                "more than \(limits.nodes) values, what aliases repeat included",
                at: place
            )
        }
        guard frames.count + measured.height <= limits.depth else {
            throw tooDeep(at: place)
        }
        if let anchor { anchors[anchor] = measured }
        guard let last = frames.indices.last else {
            root = measured.node
            return
        }
        frames[last].take(measured, at: place, mistakes: mistakes)
    }

    private func check(tag: String?, expected: String, at place: Place) {
        guard let tag, tag != "!", tag != "tag:yaml.org,2002:\(expected)" else { return }
        mistakes.error(Self.unsupported(tag), at: place, hint: "leave the tag out")
    }

    private static func unsupported(_ tag: String) -> String {
        "the tag \(tag.replacing("tag:yaml.org,2002:", with: "!!").quoted) is not supported"
    }

    private func resolve(
        _ text: String,
        tag: String?,
        style: YAMLNode.Style,
        at place: Place
    ) -> Value {
        if text.utf8.contains(0) { mistakes.error("the character NUL is not allowed", at: place) }
        let kinds = ["int": "number", "float": "number", "bool": "boolean", "null": "null"]
        let name = tag?.split(separator: ":").last.map(String.init)
        switch tag {
        case nil where style == .plain, "tag:yaml.org,2002:int", "tag:yaml.org,2002:float",
            "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
            guard let value = ScalarResolution.value(ofPlain: text) else {
                mistakes.error(
                    "the number \(text.quoted) is too large to be kept exactly",
                    at: place,
                    hint: "put it in quotes to keep it as text"
                )
                return .string(text)
            }
            if let kind = name.flatMap({ kinds[$0] }), tag != nil, kind != value.kindName {
                mistakes.error("\(text.quoted) is no \(kind), as its tag says", at: place)
            }
            return value
        case nil, "!", "tag:yaml.org,2002:str": return .string(text)
        case let tag?:
            mistakes.error(Self.unsupported(tag), at: place, hint: "leave the tag out")
            return .string(text)
        }
    }
}
