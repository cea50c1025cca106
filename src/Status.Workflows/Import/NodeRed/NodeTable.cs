using System.Collections.Frozen;

namespace Status.Workflows.Import.NodeRed;

/// <summary>Which converter a type of node has.</summary>
internal static class NodeTable
{
    private static readonly FrozenDictionary<string, Func<RedNode, Conversion, Converted>> _converters = new Dictionary<string, Func<RedNode, Conversion, Converted>>(StringComparer.Ordinal)
    {
        ["inject"] = InputNodes.Inject,
        ["http in"] = InputNodes.HttpIn,
        ["http response"] = OutputNodes.HttpResponse,
        ["http request"] = OutputNodes.HttpRequest,
        ["debug"] = OutputNodes.Debug,
        ["function"] = FunctionNode.Convert,
        ["change"] = ChangeNode.Convert,
        ["switch"] = SwitchNode.Convert,
        ["template"] = ValueNodes.Template,
        ["json"] = ValueNodes.Json,
        ["csv"] = ValueNodes.Csv,
        ["xml"] = ValueNodes.Xml,
        ["range"] = ValueNodes.Range,
        ["split"] = SequenceNodes.Split,
        ["join"] = SequenceNodes.Join,
        ["delay"] = RateNodes.Delay,
        ["trigger"] = TriggerNode.Convert,
        ["sort"] = SequenceNodes.Sort,
        ["batch"] = SequenceNodes.Batch,
        ["link in"] = LinkNodes.In,
        ["link out"] = LinkNodes.Out,
        ["link call"] = LinkNodes.Call,
        ["catch"] = LinkNodes.Listener,
        ["complete"] = LinkNodes.Listener,
        ["status"] = LinkNodes.Status,
        ["junction"] = LinkNodes.Listener,
        ["and"] = LogicNodes.Pair,
        ["or"] = LogicNodes.Pair,
        ["implies"] = LogicNodes.Pair,
        ["lesser-than"] = LogicNodes.LesserThan,
        ["if-else"] = LogicNodes.IfElse,
        ["check-property"] = StatusNodes.CheckProperty,
        ["is-valid-url"] = StatusNodes.IsValidUrl,
        ["exists-pipe"] = StatusNodes.ExistsPipe,
        ["has-activity"] = StatusNodes.HasActivity,
        ["filter-by"] = StatusNodes.FilterBy,
        ["filter-by-date"] = StatusNodes.FilterByDate,
        ["filter-scope"] = StatusNodes.FilterScope,
        ["group-by"] = StatusNodes.GroupBy,
        ["find-object"] = StatusNodes.FindObject,
        ["get-property-value"] = StatusNodes.GetProperty,
        ["get-kv-property"] = StatusNodes.GetKeyedProperty,
        ["last-timestamp"] = StatusNodes.LastTimestamp,
        ["log-trace"] = StatusNodes.LogTrace,
        ["status-storer"] = StatusNodes.Storer,
        ["databinder"] = BinderNode.Convert,
        ["exists-section-in-doc"] = DocumentNodes.ExistsSection,
        ["url-to-doc"] = DocumentNodes.ToText,
        ["log-getter"] = DocumentNodes.Log,
        ["csv-reader"] = DocumentNodes.Csv,
        ["exists-url"] = ServiceNodes.ExistsUrl,
        ["github-collector"] = ServiceNodes.GitHubCollector,
        ["trello-collector"] = ServiceNodes.TrelloCollector,
        ["project-to-url"] = ServiceNodes.ProjectToUrl,
        ["ai-response"] = ServiceNodes.Ai,
        ["response"] = TraceNodes.Convert,
        ["coexistence"] = TraceNodes.Convert,
        ["responded-existence"] = TraceNodes.Convert,
        ["chain-response"] = TraceNodes.Convert,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Types that are converted.</summary>
    public static IEnumerable<string> Types => _converters.Keys;

    public static Converted Convert(RedNode node, Conversion conversion)
    {
        if (_converters.TryGetValue(node.Type, out var converter)) return converter(node, conversion);
        var (why, advice) = RefusedNodes.Of(node.Type) ?? ("There is no activity for this type of node.", "Replace it with an activity that does the same; its settings are kept with the activity.");
        return conversion.NotConverted(node, why, advice);
    }
}
