import Workflow

extension Twins {
    /// A replica has its source's password, so the attribute may be null for it; written out it is
    /// never anything but true.
    var passwordIsManaged: String? {
        let blocks = tree["terraform/modules/database"]?.entries("resource").map(\.block) ?? []
        let body = blocks.first { $0.labels.first == "aws_db_instance" }?.body
        guard let tokens = body?["manage_master_user_password"]?.expression.tokens,
            body?["password"] == nil
        else { return nil }
        let words = tokens.compactMap(\.identifier)
        return words.contains("true") && !words.contains("false") ? "true" : nil
    }
}
