/// Where the boxes and lines of the topology stand.
///
/// Components stand in rows, one or more for each tier, on one grid of columns. Every connection
/// runs in a lane of its own between two rows, and, when it passes rows, down a slot of its own
/// between two columns. So no box lies over another, no line runs through a box, and no two labels
/// share a lane.
struct TopologyLayout {
    struct Box {
        let component: ArchitectureModel.Component
        let x: Double
        let y: Double
    }

    struct Line {
        let edge: ArchitectureModel.Edge
        /// Corners from the source to the target.
        let points: [(x: Double, y: Double)]
        /// Middle of the label.
        let label: (x: Double, y: Double)
    }

    struct Band {
        let tier: String
        let title: String
        let y: Double
        let height: Double
    }

    static let tiers: [(id: String, title: String)] = [
        ("edge", "Edge: all over the world"), ("public", "Public subnets"),
        ("app", "Private subnets"), ("data", "Data subnets and stores"),
        ("operations", "Operations"), ("recovery", "Recovery"),
    ]
    static let columns = 6
    static let boxWidth = 204.0
    static let boxHeight = 62.0
    static let gap = 58.0
    static let margin = 80.0
    static let lane = 17.0
    static let slot = 7.0

    private(set) var boxes: [Box] = []
    private(set) var lines: [Line] = []
    private(set) var bands: [Band] = []
    private(set) var width = 0.0
    private(set) var height = 0.0

    private typealias Place = (row: Int, column: Int)

    init(_ model: ArchitectureModel) {
        var rows: [(tier: String, members: [ArchitectureModel.Component])] = []
        let named = Self.tiers.map(\.id)
        for tier in named + Set(model.components.map(\.tier)).subtracting(named).sorted() {
            let members = model.components.filter { $0.tier == tier }
            for start in stride(from: 0, to: members.count, by: Self.columns) {
                let end = min(start + Self.columns, members.count)
                rows.append((tier, Array(members[start..<end])))
            }
        }
        var places: [String: Place] = [:]
        for (row, entry) in rows.enumerated() {
            // Few boxes stand in the middle.
            let first = (Self.columns - entry.members.count) / 2
            for (index, member) in entry.members.enumerated() {
                places[member.id] = (row, first + index)
            }
        }
        let known = model.edges.filter { places[$0.from] != nil && places[$0.to] != nil }
        let routes = known.compactMap { edge -> Route? in
            guard let from = places[edge.from], let to = places[edge.to] else { return nil }
            return Route(edge: edge, from: from, to: to)
        }
        let lanes = Self.lanes(of: routes, rows: rows.count)
        var tops: [Double] = []
        var y = 96.0 + Self.channel(lanes[0])
        for row in rows.indices {
            let isFirst = row == 0 || rows[row - 1].tier != rows[row].tier
            if isFirst { y += 40 }
            tops.append(y)
            y += Self.boxHeight
            let isLast = row == rows.count - 1 || rows[row + 1].tier != rows[row].tier
            if isLast { y += 14 }
            y += Self.channel(lanes[row + 1])
        }
        height = y + 24
        width =
            Self.margin * 2 + Double(Self.columns) * Self.boxWidth
            + Double(Self.columns - 1) * Self.gap
        for (row, entry) in rows.enumerated() {
            for member in entry.members {
                guard let place = places[member.id] else { continue }
                boxes.append(Box(component: member, x: Self.x(place.column), y: tops[row]))
            }
        }
        bands = Self.bands(rows.map(\.tier), tops)
        lines = Self.draw(routes, lanes, tops, rows.map(\.tier))
    }

    /// A connection between two places on the grid.
    private struct Route {
        let edge: ArchitectureModel.Edge
        let from: Place
        let to: Place

        /// Leaves by the bottom and enters by the top.
        var goesDown: Bool { to.row > from.row }
        /// The channel below row r is r + 1; the one above the first row is 0.
        var first: Int { goesDown || to.row == from.row ? from.row + 1 : from.row }
        var last: Int { goesDown ? to.row : to.row + 1 }
    }

    static func x(_ column: Int) -> Double {
        margin + Double(column) * (boxWidth + gap)
    }

    private static func channel(_ lanes: Int) -> Double { Double(lanes) * lane + 26 }

    /// How many lanes each channel holds.
    private static func lanes(of routes: [Route], rows: Int) -> [Int] {
        var result = Array(repeating: 0, count: rows + 1)
        for route in routes {
            result[route.first] += 1
            if route.last != route.first { result[route.last] += 1 }
        }
        return result
    }

    private static func bands(_ tiers: [String], _ tops: [Double]) -> [Band] {
        var result: [Band] = []
        for (row, tier) in tiers.enumerated() where row == 0 || tiers[row - 1] != tier {
            let last = tiers.lastIndex(of: tier) ?? row
            let title = Self.tiers.first { $0.id == tier }?.title ?? tier
            result.append(
                Band(
                    tier: tier,
                    title: title,
                    y: tops[row] - 36,
                    height: tops[last] + boxHeight + 12 - tops[row] + 36
                )
            )
        }
        return result
    }

    private static func draw(
        _ routes: [Route],
        _ lanes: [Int],
        _ tops: [Double],
        _ tiers: [String]
    ) -> [Line] {
        var ports = Ports(
            routes.flatMap { route in
                [
                    Ports.Key(place: route.from, isBottom: route.first == route.from.row + 1),
                    Ports.Key(place: route.to, isBottom: route.last == route.to.row + 1),
                ]
            }
        )
        var used = Array(repeating: 0, count: lanes.count)
        var slots: [Int: Int] = [:]
        /// The middle of the next free lane of a channel.
        func nextLane(_ channel: Int) -> Double {
            used[channel] += 1
            let start: Double
            if channel == 0 {
                start = tops[0] - 40 - Self.channel(lanes[0])
            } else {
                let row = channel - 1
                let isLast = row == tiers.count - 1 || tiers[row + 1] != tiers[row]
                start = tops[row] + boxHeight + (isLast ? 14 : 0)
            }
            return start + 10 + (Double(used[channel]) - 0.5) * lane
        }
        return routes.map { route in
            let leavesBelow = route.first == route.from.row + 1
            let entersBelow = route.last == route.to.row + 1
            let start = ports.next(.init(place: route.from, isBottom: leavesBelow))
            let end = ports.next(.init(place: route.to, isBottom: entersBelow))
            let startY = tops[route.from.row] + (leavesBelow ? boxHeight : 0)
            let endY = tops[route.to.row] + (entersBelow ? boxHeight : 0)
            let laneY = nextLane(route.first)
            guard route.last != route.first else {
                return Line(
                    edge: route.edge,
                    points: [(start, startY), (start, laneY), (end, laneY), (end, endY)],
                    label: (middle(start, end, spread: used[route.first]), laneY)
                )
            }
            // Through the gap beside the target's column that holds the fewest lines.
            let gaps = [route.to.column, route.to.column + 1]
            let gap = gaps.min { (slots[$0] ?? 0, $0) < (slots[$1] ?? 0, $1) } ?? 0
            slots[gap, default: 0] += 1
            let corridor = x(gap) - Self.gap / 2 + offset(slots[gap] ?? 1)
            let lower = nextLane(route.last)
            return Line(
                edge: route.edge,
                points: [
                    (start, startY), (start, laneY), (corridor, laneY), (corridor, lower),
                    (end, lower), (end, endY),
                ],
                label: (middle(start, corridor, spread: used[route.first]), laneY)
            )
        }
    }

    /// 0, +1, −1, +2, … slots from the middle of a gap.
    private static func offset(_ count: Int) -> Double {
        let step = Double(count / 2)
        return (count.isMultiple(of: 2) ? step : -step) * slot
    }

    /// A place on the lane for the label, away from the corners where there is room.
    private static func middle(_ start: Double, _ end: Double, spread: Int) -> Double {
        let share = [0.5, 0.35, 0.65][spread % 3]
        return start + (end - start) * share
    }

    /// Where lines meet a box: spread over its width, so that none lies over another.
    private struct Ports {
        struct Key: Hashable {
            let row: Int
            let column: Int
            let isBottom: Bool

            init(place: Place, isBottom: Bool) {
                row = place.row
                column = place.column
                self.isBottom = isBottom
            }
        }

        private let totals: [Key: Int]
        private var used: [Key: Int] = [:]

        init(_ keys: [Key]) {
            totals = keys.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }

        mutating func next(_ key: Key) -> Double {
            used[key, default: 0] += 1
            let share = Double(used[key] ?? 1) / Double((totals[key] ?? 1) + 1)
            // Ports that face each other must not lie on one line.
            return TopologyLayout.x(key.column) + share * boxWidth + (key.isBottom ? 7 : -7)
        }
    }
}
