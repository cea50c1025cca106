using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Alerts;

/// <summary>Writes a message for people.</summary>
[Activity("Status", "Alerts", "Writes a message: fills the places {{name}} and {{name.inner}} of a text from an object.")]
internal sealed class FormatMessage : CodeActivity<DataObject>
{
    [Input(Description = "The subject with places such as {{title}}.", UIHint = InputUIHints.SingleLine, DefaultValue = "[{{severity}}] {{title}}")]
    public Input<string?>? Subject { get; set; }

    [Input(Description = "The text with places such as {{agreementId}} or {{details.reason}}.", UIHint = InputUIHints.MultiLine)]
    public Input<string?>? Text { get; set; }

    [Input(Description = "The object whose members fill the places; usually the alert.", UIHint = InputUIHints.SingleLine, DefaultSyntax = "Variable", IsRequired = true)]
    public Input<object?>? Values { get; set; }

    protected override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var values = context.Get(Values);
        context.Set(Result, new DataObject
        {
            ["subject"] = MessageTemplate.Fill(AlertCondition.Given(context.Get(Subject)) ?? "[{{severity}}] {{title}}", values),
            ["text"] = MessageTemplate.Fill(context.Get(Text) ?? "", values),
            ["alert"] = values,
        });
        return ValueTask.CompletedTask;
    }
}
