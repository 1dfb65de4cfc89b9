"""Pictures in, readings and pictures out. Nothing here knows of Streamlit, Keras or training."""
