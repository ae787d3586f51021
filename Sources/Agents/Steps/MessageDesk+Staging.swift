import Workflow

extension MessageDesk {
    /// What was staged for `path`; nil when nothing was.
    func staged(_ path: String) -> [UInt8]? { staged.last { $0.path.text == path }?.bytes }
}
