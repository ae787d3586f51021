import Workflow

/// A run as one page that a person can read without any tool: no script, nothing from elsewhere,
/// the same bytes for the same history.
struct ReportPage {
    /// Grows with every change of the page, so that an older one is not taken for a forged one.
    private static let generator = "orchestrate report 1"

    let run: Run
    let head: Head
    let records: [RecordedEvent]
    let approvals: ApprovalHistory

    /// Whether a page says that another version of the program made it, which then cannot be
    /// compared.
    static func isOfAnotherProgram(_ page: [UInt8]) -> Bool {
        let text = String(decoding: page.prefix(4096), as: UTF8.self)
        return text.contains("<meta name=\"generator\"") && !text.contains(meta)
    }

    private static let meta = "<meta name=\"generator\" content=\"\(generator)\">"

    var html: String {
        let sections = ReportSections(run: run, head: head, records: records, approvals: approvals)
        let title = HTML.escaped("Run \(run.id) of \(run.definition.name)")
        let lines =
            [
                "<!doctype html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    + "style-src 'sha256-\(KeyFingerprint.base64(Digest(of: Self.style)))'\">",
                Self.meta,
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
                "<title>\(title)</title>", "<style>\(Self.style)</style>", "</head>", "<body>",
                "<main>", "<h1>\(title)</h1>",
            ] + sections.lines + ["</main>", "</body>", "</html>"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static let style = """
        body{margin:0;background:#fff;color:#1b2430;font:15px/1.5 system-ui,sans-serif}
        main{max-width:76rem;margin:0 auto;padding:1.5rem}
        h1{font-size:1.6rem}h2{margin-top:2.2rem;border-bottom:2px solid #d7dde5;font-size:1.2rem}
        h3{font-size:1rem;margin-bottom:.3rem}
        .wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #e4e8ee}
        th{background:#f3f5f8}code,pre{font:13px/1.45 ui-monospace,monospace}
        code{overflow-wrap:anywhere}pre{background:#f3f5f8;padding:.8rem;overflow-x:auto}
        .good{color:#116329;font-weight:600}.bad{color:#a40e26;font-weight:600}
        .open{color:#7a4d00;font-weight:600}.none{color:#57606a}
        """
}
