extension EventCoding {
    /// The event that a form is of, with another body.
    ///
    /// - Throws: `EventCodingError` for a body that no such event has.
    package static func event(of form: Form, body: Value) throws(EventCodingError) -> Event {
        try event(type: form.type, version: form.version, body: EventBody(body))
    }
}
