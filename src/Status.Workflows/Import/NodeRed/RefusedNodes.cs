namespace Status.Workflows.Import.NodeRed;

/// <summary>Core nodes that no workflow may do here, with the reason and what to do instead.</summary>
internal static class RefusedNodes
{
    public static (string Why, string Advice)? Of(string type) => type switch
    {
        "file" or "file in" => ("Workflows read and write no files of their host.", "Fetch the file with HTTP Request or Download File, and keep what is written as evidence or send it to a server."),
        "watch" => ("Workflows watch no files of their host.", "Have whoever writes the file call a webhook."),
        "exec" => ("Workflows start no programs of their host.", "Ask the service by HTTP Request."),
        "tcp in" or "tcp out" or "tcp request" or "udp in" or "udp out" => ("Workflows open no sockets of their own.", "Ask the service by HTTP Request, or let it call a webhook."),
        "websocket in" or "websocket out" => ("Workflows hold no WebSocket.", "Let the sender call a webhook, or publish an event."),
        "mqtt in" or "mqtt out" => ("There is no activity for MQTT.", "Let a bridge of the broker call a webhook, or send by its HTTP interface."),
        "unknown" => ("Its package was missing in Node-RED already.", "Replace it, or take it out."),
        _ => null,
    };
}
