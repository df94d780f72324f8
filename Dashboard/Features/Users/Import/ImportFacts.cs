using Dashboard.Domain.Users;

namespace Dashboard.Features.Users.Import;

/// <summary>What the audit trail has of an import: numbers, and nothing of the people in it.</summary>
internal sealed record ImportFacts(
    int Rows,
    int RowsDone,
    int Added,
    int Changed,
    int Unchanged,
    int Bad,
    int Superseded
)
{
    public static ImportFacts Of(UserImport import) =>
        new(
            import.Rows,
            import.RowsDone,
            import.Added,
            import.Changed,
            import.Unchanged,
            import.Bad,
            import.Superseded
        );
}
