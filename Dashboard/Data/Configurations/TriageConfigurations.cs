using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Data.Configurations;

internal sealed class PastNoteConfiguration : IEntityTypeConfiguration<PastNote>
{
    public void Configure(EntityTypeBuilder<PastNote> builder)
    {
        builder.ToTable("PastNotes");
        builder.Property(n => n.Text).HasMaxLength(Limits.Text);
        builder.HasIndex(n => new { n.ConnectionId, n.Id });
    }
}

internal sealed class SavedViewConfiguration : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("SavedViews");
        builder.Property(v => v.Id).ValueGeneratedNever().HasMaxLength(Limits.OwnId);
        builder.Property(v => v.Name).HasMaxLength(SavedView.MaxNameLength);
        builder.Property(v => v.Address).HasMaxLength(SavedView.MaxAddressLength);
        // Views of the team have no owner, and stay when an operator is removed.
        builder.HasOne<Operator>().WithMany().HasForeignKey(v => v.OwnerId).OnDelete(DeleteBehavior.Cascade);
    }
}
