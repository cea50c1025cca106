using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Json;

namespace Status.Workflows.Tests.Execution;

/// <summary>What the editor is told that scripts can use is what they can use.</summary>
public sealed class ScriptDeclarationTests
{
    [Fact]
    public void Functions_OfTheEngine_AreAllDeclaredAndNoOthers() =>
        Assert.Equal(EngineScriptHost.FunctionNames.Order(StringComparer.Ordinal), ScriptDeclarations.Functions.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void For_DefinitionWithVariablesInputsAndOutputs_DeclaresThemWithTheirTypes()
    {
        var read = DefinitionJson.Read("""
            {"definitionId":"d","name":"d","inputs":[{"name":"customer","type":"String"},{"name":"amounts","type":"Decimal","isArray":true}],
             "variables":[{"id":"v1","name":"total","typeName":"Int32"},{"id":"v2","name":"my notes","typeName":"ObjectDictionary"},{"id":"v3","name":"setVariable","typeName":"String"}],
             "root":{"id":"f","type":"Elsa.Flowchart","variables":[{"id":"v4","name":"until","typeName":"TimeSpan"}],
                     "activities":[{"id":"if1","type":"Elsa.If","name":"Check"},{"id":"e1","type":"Acme.Unknown","name":"What"}]}}
            """);
        Assert.NotNull(read.Definition);

        var text = ScriptDeclarations.For(read.Definition, new ActivityRegistry().AddActivitiesFrom(typeof(ActivityRegistry).Assembly));

        foreach (var line in (string[])
            [
                "declare function getTotal(): number;", "declare function setTotal(value: number): void;", "declare function getCustomer(): string;",
                "declare function getAmounts(): number[];", "declare function getUntil(): Duration;", "declare function getResultFromCheck(): boolean;",
                "  \"my notes\": Record<string, any>;", "  \"total\": number;",
            ])
            Assert.Contains(line + "\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("getMy notes", text, StringComparison.Ordinal);
        Assert.DoesNotContain("FromWhat", text, StringComparison.Ordinal);
    }
}
