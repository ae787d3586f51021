import Foundation
import Workflow

/// Offers deliverables to a partner, after each of their bytes was compared with what was checked.
struct Offering {
    let workshop: Workshop
    let workspace: String

    func perform(_ offer: OfferOrder) throws -> [Event] {
        for produced in offer.deliverables { try verify(produced.files) }
        return [
            .handoffOffered(offer.offered),
            .messageSent(MessageSent(envelope: offer.envelope)),
        ]
    }

    /// Writes those of `files` into the workspace that are not in it any more.
    func restore(_ files: [DeliverableFile]) throws {
        let folder = WorkspaceFolder(root: workspace)
        for file in files {
            let path = try WorkspacePath(file.path)
            var status = stat()
            // Whatever is there, a link or another file included, is left alone.
            if lstat(workspace + "/" + file.path, &status) == 0 { continue }
            try DurableFile.makeFolder(workspace, mode: 0o755)
            try folder.write(try workshop.store.read(file.digest), to: path)
        }
    }

    /// Writes edited files into the workspace; one that is neither as before the edit nor missing
    /// was changed there by somebody else, and is left for the gate to find.
    func layOut(_ edits: [DeliverableEdited]) throws {
        let folder = WorkspaceFolder(root: workspace)
        for edit in edits {
            let path = try WorkspacePath(edit.path)
            do {
                if try folder.digest(path) != edit.before { continue }
            } catch WorkspaceError.missing {
                try DurableFile.makeFolder(workspace, mode: 0o755)
            }
            try folder.write(try workshop.store.read(edit.after), to: path)
        }
    }

    /// What differs between the workspace and `files`; a file that is gone is laid out again.
    ///
    /// - Throws: `IntegrityFault` when a stored object is not what was recorded.
    func change(in files: [DeliverableFile], after moment: String = "shown") throws -> String? {
        try verify(files)
        let folder = WorkspaceFolder(root: workspace)
        var changed: [String] = []
        for file in files {
            let path = try WorkspacePath(file.path)
            do {
                if try folder.digest(path) != file.digest { changed.append(file.path) }
            } catch WorkspaceError.missing {
                try DurableFile.makeFolder(workspace, mode: 0o755)
                try folder.write(try workshop.store.read(file.digest), to: path)
            }
        }
        guard let first = changed.first else { return nil }
        let rest = changed.count > 1 ? " and \(changed.count - 1) more" : ""
        return "'\(first)'\(rest) changed in the workspace after it was \(moment)"
    }

    private func verify(_ files: [DeliverableFile]) throws {
        for file in files {
            do {
                _ = try workshop.store.read(file.digest)
            } catch ObjectError.unavailable(let error) {
                throw error
            } catch {
                throw IntegrityFault(description: "'\(file.path)': \(error)")
            }
        }
    }
}
