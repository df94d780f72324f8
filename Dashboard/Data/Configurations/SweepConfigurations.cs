using Dashboard.Domain.Reconciliation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Data.Configurations;

internal sealed class SweepPassConfiguration : IEntityTypeConfiguration<SweepPass>
{
    public void Configure(EntityTypeBuilder<SweepPass> builder)
    {
        builder.ToTable("SweepPasses");
        builder.Ignore(p => p.Left);
        builder.Property(p => p.Trouble).HasMaxLength(Limits.IdentityKey);
        // At most one pass of a kind is open, even when several start at the same time.
        builder
            .HasIndex(p => new { p.Scope, p.BrokerageId }, "IX_SweepPasses_OneUnfinished")
            .IsUnique()
            .HasFilter("FinishedAt IS NULL");
        builder.HasIndex(p => new { p.Scope, p.FinishedAt });
    }
}

internal sealed class DifferenceConfiguration : IEntityTypeConfiguration<Difference>
{
    public void Configure(EntityTypeBuilder<Difference> builder)
    {
        builder.ToTable("Differences");
        builder.HasIndex(d => d.FoundAt);
        builder.HasIndex(d => new { d.PassId, d.Kind });
    }
}
