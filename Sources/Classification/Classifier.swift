import Model

/// Judges a candidate and describes it: the rules in the order in which their properties are published.
public struct Classifier: Sendable {
  /// The numbers that it reads.
  public let parameters: ClassificationParameters

  /// A classifier by `parameters`.
  public init(parameters: ClassificationParameters) { self.parameters = parameters }

  /// The verdict of the benchmark that judges `subject`, before it has a name. Constant time.
  public func verdict(on subject: Subject) -> Verdict? {
    Verdict.judge(
      subject.candidate.sums, as: CategoryRule.category(of: subject, by: parameters).0, by: parameters)
  }

  /// Properties and evidence of `subject`, to be published under `id` and `name`.
  ///
  /// Everything follows from the subject and the parameters; what they cannot support is null, with a line of evidence that
  /// names what is missing. Linear in the number of districts of the cluster.
  public func describe(
    _ subject: Subject, verdict: Verdict, id: String, name: String
  ) -> (properties: ClusterProperties, evidence: [Evidence]) {
    var description = Description(id: id)
    description.properties[.name] = .text(name)
    LevelRule.apply(subject, parameters.family, to: &description)
    CategoryRule.apply(subject, verdict, parameters, to: &description)
    ProductRule.apply(subject, to: &description)
    ThemeRule.apply(subject, parameters, to: &description)
    PlaceRule.apply(subject, to: &description)
    AmountRule.apply(subject, to: &description)
    SpreadRule.apply(subject, parameters, to: &description)
    ReachRule.apply(subject, parameters, to: &description)
    DensityRule.apply(subject, verdict, parameters, to: &description)
    LocationRule.apply(subject, to: &description)
    EdgeRule.apply(subject, to: &description)
    StabilityRule.apply(subject, parameters.stability, to: &description)
    BreadthRule.apply(subject, parameters.depth, to: &description)
    DepthRule.apply(subject, parameters.depth, to: &description)
    StructureRule.apply(subject, parameters, to: &description)
    SizeRule.apply(subject, verdict, parameters, to: &description)
    MarketRule.apply(subject, verdict, parameters, to: &description)
    EstateRule.apply(subject, to: &description)
    GrantRule.apply(subject, parameters, to: &description)
    ProductivityRule.apply(subject, parameters.productivity, to: &description)
    QuotientRule.apply(subject, parameters.reference, to: &description)
    PermutationRule.apply(subject, parameters.permutation, to: &description)
    UnknownRule.apply(to: &description)
    return (description.properties, description.evidence)
  }
}
