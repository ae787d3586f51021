internal import CYaml

/// What comes next in a YAML text.
enum YAMLEvent {
    case documentStart
    case alias(String)
    case scalar(text: String, tag: String?, style: YAMLNode.Style, anchor: String?)
    case sequenceStart(tag: String?, anchor: String?)
    case mappingStart(tag: String?, anchor: String?)
    case containerEnd
    case streamEnd
    case other
}

/// Line and column from one, the column in Unicode scalars.
struct YAMLMark {
    let line: Int
    let column: Int

    fileprivate init(_ mark: yaml_mark_t) {
        line = Int(mark.line) + 1
        column = Int(mark.column) + 1
    }
}

struct YAMLSyntaxError: Error {
    let problem: String
    let context: String?
    let mark: YAMLMark
}

/// Reads a YAML text event by event, with the C parser that Yams is built on.
///
/// Yams itself makes a tree first, and while it does so it hashes keys with all that their aliases
/// stand for, so that a few hundred bytes can keep it busy for ever; it also forgets the second
/// place of a doubled key. An event is handed out before anything is expanded.
struct YAMLEvents: ~Copyable {
    /// On the heap, because the C parser keeps a pointer to itself.
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    /// Begins to read `bytes`, which must outlive the reader.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deinitialize(count: 1)
        parser.deallocate()
    }

    mutating func next() throws(YAMLSyntaxError) -> (event: YAMLEvent, mark: YAMLMark) {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else {
            throw YAMLSyntaxError(
                problem: Self.text(parser.pointee.problem) ?? "unreadable",
                context: Self.text(parser.pointee.context),
                mark: YAMLMark(
                    parser.pointee.error == YAML_READER_ERROR
                        ? parser.pointee.mark : parser.pointee.problem_mark
                )
            )
        }
        defer { yaml_event_delete(&event) }
        return (Self.event(event), YAMLMark(event.start_mark))
    }

    private static func event(_ event: yaml_event_t) -> YAMLEvent {
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: .documentStart
        case YAML_STREAM_END_EVENT: .streamEnd
        case YAML_ALIAS_EVENT: .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT: scalar(event.data.scalar)
        case YAML_SEQUENCE_START_EVENT:
            .sequenceStart(
                tag: text(event.data.sequence_start.tag),
                anchor: text(event.data.sequence_start.anchor)
            )
        case YAML_MAPPING_START_EVENT:
            .mappingStart(
                tag: text(event.data.mapping_start.tag),
                anchor: text(event.data.mapping_start.anchor)
            )
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: .containerEnd
        default: .other
        }
    }

    private typealias ScalarData = yaml_event_t.__Unnamed_union_data.__Unnamed_struct_scalar

    private static func scalar(_ scalar: ScalarData) -> YAMLEvent {
        let style: YAMLNode.Style =
            switch scalar.style {
            case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
            case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
            case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
            default: .plain
            }
        let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        return .scalar(
            text: String(decoding: bytes, as: UTF8.self),
            tag: text(scalar.tag),
            style: style,
            anchor: text(scalar.anchor)
        )
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}
