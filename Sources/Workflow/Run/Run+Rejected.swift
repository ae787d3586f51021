extension Run {
    /// Whether a person has rejected it, and what was done has to be undone first.
    package var isRejected: Bool { rejection != nil }
}
