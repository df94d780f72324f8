using CsvHelper;
using Dashboard.Api;

namespace Dashboard.Features.Connections;

/// <summary>A connection as a line of the export. Times are ISO 8601 in UTC.</summary>
[CsvRecord]
internal sealed partial record ConnectionLine(
    string Id,
    string UserId,
    string? UserName,
    string? UserEmail,
    string? Brokerage,
    string? Name,
    string? Type,
    string Health,
    bool AwaitingVerification,
    string? Since,
    string? LastEventAt,
    string? LastVerifiedAt,
    string? LastDataAt,
    string? LastContact,
    string? LastContactAt,
    string? WhatNext
)
{
    public static ConnectionLine Of(ConnectionRow row, DateTimeOffset now)
    {
        var contact = Connections.LastContact.Of(row);
        var next = NextStep.Of(row, now).Words;
        return new(
            row.Id,
            row.UserId,
            row.UserName,
            row.UserEmail,
            row.Brokerage?.Name ?? row.BrokerageId,
            row.Name,
            row.Type,
            row.Health.ToString(),
            row.AwaitingVerification,
            ListExport.Time(row.Since),
            ListExport.Time(row.LastEventAt),
            ListExport.Time(row.LastVerifiedAt),
            ListExport.Time(row.LastDataAt),
            contact?.Words,
            ListExport.Time(contact?.At),
            next.Length == 0 ? null : next
        );
    }
}
