using Dashboard.Mail;

namespace Dashboard.Emails.Delivery;

/// <summary>
/// Distinguishes refusals of the sender from refusals of one message: several similar ones in a row are about the sender, and
/// a message that is refused again after others were accepted is itself refused. In this node's memory. Thread-safe.
/// </summary>
internal sealed class Refusals
{
    /// <summary>The number of alike replies in a row, to different messages, that make the sender the reason.</summary>
    public const int MinAlike = 4;
    private const int MaxKnown = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _refusedAfter = new(StringComparer.Ordinal);
    private readonly List<string> _row = [];
    private string? _reply;
    private long _accepted;

    public void Accept()
    {
        lock (_gate)
        {
            _accepted++;
            _row.Clear();
            _reply = null;
        }
    }

    /// <summary>Counts a refusal that may be about the sender.</summary>
    /// <returns>True when others were accepted since this message was first refused, so that it is the reason itself.</returns>
    public bool Refuse(string emailId, MailException refused)
    {
        lock (_gate)
        {
            if (_refusedAfter.TryGetValue(emailId, out var before) && before < _accepted)
                return true;
            if (_refusedAfter.Count >= MaxKnown)
                _refusedAfter.Clear();
            _refusedAfter.TryAdd(emailId, _accepted);
            if (refused.AlikeReply is null)
                return false;
            if (refused.AlikeReply != _reply)
                _row.Clear();
            _reply = refused.AlikeReply;
            if (!_row.Contains(emailId) && _row.Count < MaxKnown)
                _row.Add(emailId);
            return false;
        }
    }

    /// <summary>The e-mails of the current row, when it is long enough to be about the sender; else none.</summary>
    public IReadOnlyList<string> Row
    {
        get
        {
            lock (_gate)
                return _row.Count >= MinAlike ? [.. _row] : [];
        }
    }
}
