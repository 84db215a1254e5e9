"""What every chapter's figures and tables share."""
