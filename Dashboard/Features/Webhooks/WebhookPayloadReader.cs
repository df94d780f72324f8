using System.Text.Json;
using System.Text.Unicode;
using Dashboard.Domain;
using Dashboard.SnapTrade;

namespace Dashboard.Features.Webhooks;

/// <summary>One pass over a body; of members given twice the last counts, as in SnapTrade's own parser.</summary>
internal ref struct WebhookPayloadReader()
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = CanonicalJson.MaxDepth + 1 };
    private readonly string?[] _texts = new string?[(int)WebhookField.Details];
    private string? _error;
    private bool _inDetails;
    private bool _partSucceeded;
    private bool _partFailed;

    public WebhookPayload? Read(ReadOnlySpan<byte> body, out string? error)
    {
        if (!Utf8.IsValid(body))
            _error = "The body is not valid UTF-8.";
        else
            ReadMembers(body);

        var payload = _error is null ? Build() : null;
        error = _error;
        return payload;
    }

    private void ReadMembers(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, Options);
        try
        {
            while (_error is null && reader.Read())
                ReadToken(ref reader);
        }
        catch (JsonException exception)
        {
            _error =
                $"The body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}).";
        }
    }

    private void ReadToken(ref Utf8JsonReader reader)
    {
        var opens = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        if (
            reader.CurrentDepth == 0
            && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject)
        )
            _error = "The body is not a JSON object.";
        else if (opens && reader.CurrentDepth >= CanonicalJson.MaxDepth)
            _error = $"The body is nested deeper than {CanonicalJson.MaxDepth} levels.";
        else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            ReadMember(ref reader);
        else if (_inDetails && reader.TokenType == JsonTokenType.PropertyName)
            ReadDetail(ref reader);
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        var field = WebhookFields.Match(ref reader);
        _inDetails = field == WebhookField.Details;
        if (field == WebhookField.None)
            return;
        reader.Read();
        if (_inDetails)
            _partSucceeded = _partFailed = false;
        else
            ReadText(ref reader, field);
    }

    private void ReadText(ref Utf8JsonReader reader, WebhookField field)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            _error = $"{WebhookFields.Name(field)} is {Describe(reader.TokenType)}, not a string.";
            return;
        }
        try
        {
            var text = reader.GetString();
            _texts[(int)field] = text;
            if (text?.Length > WebhookPayload.MaxTextLength)
                _error =
                    $"{WebhookFields.Name(field)} is longer than {WebhookPayload.MaxTextLength} characters.";
            else if (text is not null && !InputText.IsShowable(text))
                _error = $"{WebhookFields.Name(field)} contains a control character, which is not allowed.";
            else if (text is not null && WebhookFields.IsId(field) && InputText.EndsInSpace(text))
                _error = $"{WebhookFields.Name(field)} ends with a space, which is not allowed.";
        }
        catch (InvalidOperationException)
        {
            _error = $"{WebhookFields.Name(field)} contains half a surrogate pair, which is not valid text.";
        }
    }

    /// <summary>A part is a member of <c>details</c>, or <c>details</c> itself.</summary>
    private void ReadDetail(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth > 3 || !WebhookFields.IsNamed(ref reader, "success"u8))
            return;
        reader.Read();
        _partSucceeded |= reader.TokenType == JsonTokenType.True;
        _partFailed |= reader.TokenType == JsonTokenType.False;
    }

    private WebhookPayload? Build()
    {
        var webhookId = Required(WebhookField.WebhookId, Optional(WebhookField.WebookId));
        var eventType = Required(WebhookField.EventType);
        var userId = Required(WebhookField.UserId);
        var timestamp = Required(WebhookField.EventTimestamp);
        if (_error is not null)
            return null;
        if (!SnapTradeTime.TryParse(timestamp, out var occurredAt))
        {
            _error = "eventTimestamp is not an ISO 8601 date and time.";
            return null;
        }
        return new WebhookPayload(
            webhookId,
            Optional(WebhookField.ClientId),
            Optional(WebhookField.OauthClientId),
            eventType,
            userId,
            Optional(WebhookField.BrokerageAuthorizationId) ?? Optional(WebhookField.ConnectionId),
            Optional(WebhookField.BrokerageId),
            Optional(WebhookField.AccountId),
            Optional(WebhookField.ConnectionAttemptedResult),
            occurredAt,
            DataDelivered: _partSucceeded || !_partFailed
        );
    }

    private string Required(WebhookField field, string? substitute = null)
    {
        var text = _texts[(int)field];
        if ((Optional(field) ?? substitute) is { } usable)
            return usable;
        _error ??= $"{WebhookFields.Name(field)} is {(text is null ? "missing" : "empty")}.";
        return "";
    }

    private readonly string? Optional(WebhookField field) =>
        string.IsNullOrEmpty(_texts[(int)field]) ? null : _texts[(int)field];

    private static string Describe(JsonTokenType type) =>
        type switch
        {
            JsonTokenType.Number => "a number",
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            _ => "a boolean",
        };
}
