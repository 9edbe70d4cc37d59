import Classification
import Model
import Taxonomy

/// What a register can show: sections of the economy by the share of their product groups that it holds.
struct RegisterCoverage {
  private let isSectionShown: [Section: Bool]
  private let sections: [Section]
  private let roleShown: [Bool]
  /// Whether the register may stand for the economy: it holds most groups of industry.
  let isReference: Bool

  private enum Section { case industry, trade, transport, services }

  init(
    _ units: [Int64], _ catalogue: ProductCatalogue, _ columns: ProductColumns, _ parameters: ClassificationParameters
  ) {
    sections = catalogue.groups.map { group in
      guard group.productionClass == .service else { return .industry }
      switch Int(group.nic2008.first?.text.prefix(2) ?? "") ?? 0 {
      case 45...47: return .trade
      case 49...53: return .transport
      default: return .services
      }
    }
    var held: [Section: (held: Int64, all: Int64)] = [:]
    for (group, section) in sections.enumerated() {
      held[section, default: (0, 0)].all += 1
      if units[group] > 0 { held[section, default: (0, 0)].held += 1 }
    }
    isSectionShown = held.mapValues { $0.held > 0 && $0.held * 100 >= $0.all * parameters.depth.sectionPercent }
    roleShown = columns.roleColumns.map { units[$0] > 0 }
    let industry = held[.industry] ?? (0, 0)
    isReference =
      parameters.reference.isForced
      || industry.all > 0 && industry.held * 100 >= industry.all * parameters.reference.groupsPercent
  }

  /// Whether units of a column would be in the register if they were there.
  func isObservable(_ column: Int) -> Bool {
    column < sections.count ? isSectionShown[sections[column]] ?? false : roleShown[column - sections.count]
  }
}
